"""The same change on many claims while it is made, shared by its screens, with the draft that keeps it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from spot_tui.backend.corrections.bulk import (
    BulkClaim,
    SameChange,
    Verdict,
    draft_form,
    draft_values,
    exceptions_first,
    read_draft,
)
from spot_tui.backend.corrections.deadlines import correction_deadline
from spot_tui.backend.problems import Problem

if TYPE_CHECKING:
    from datetime import date

    from spot_tui.backend.claims.model import Claim
    from spot_tui.backend.corrections.bulk import BulkDesk
    from spot_tui.backend.drafts import Draft
    from spot_tui.backend.kept_work import KeptForm
    from spot_tui.backend.session import Session
    from spot_tui.backend.upstreams import Provider
    from spot_tui.screens.house import House


class BulkWork:
    """What was typed, and the claims as they stand. A claim leaves the draft once it is in the outbox.

    The draft is kept to the last of the claims' days for a correction (`until`).
    """

    def __init__(
        self,
        house: House,
        numbers: Iterable[str],
        provider: Provider | None,
        until: date | None = None,
        draft: Draft | None = None,
    ) -> None:
        self.numbers = tuple(numbers)
        self.provider = provider
        self.same: SameChange | None = None
        self.found: tuple[BulkClaim, ...] = ()
        self._house = house
        self._until = until
        self._draft = draft
        self._kept: KeptForm | None = None

    @classmethod
    def of_claims(cls, house: House, claims: Iterable[Claim], provider: Provider) -> BulkWork:
        """Begin with these claims."""
        claims, book = tuple(claims), house.desk.rule_book
        decided = [claim.determined_on for claim in claims if claim.determined_on]
        until = max(
            (correction_deadline(on, book.rules, book.limits).last_day for on in decided), default=None
        )
        return cls(house, (claim.number for claim in claims), provider, until)

    @classmethod
    def of_draft(cls, house: House, draft: Draft) -> BulkWork:
        """Go on with a draft. Raises `Problem` ``changes.file``."""
        numbers, same = read_draft(draft.values)
        made = cls(house, numbers, house.session.provider if house.session else None, draft=draft)
        made.same = same
        return made

    @property
    def sent(self) -> set[str]:
        """The claims whose correction is in the outbox or confirmed."""
        over = {Verdict.WAITING, Verdict.CONFIRMED}
        return {one.number for one in self.found if one.verdict in over}

    @property
    def left(self) -> tuple[str, ...]:
        """The claims that it is still to be sent for."""
        sent = self.sent
        return tuple(number for number in self.numbers if number not in sent)

    @property
    def kept(self) -> KeptForm | None:
        """What keeps it; None where nobody is signed in."""
        session = self._house.session
        if self._kept is None and session is not None and session.work is not None:
            self._kept = session.work.begin(self._draft, self._until)
        return self._kept

    def change(self, same: SameChange) -> None:
        """Take what is typed now, and have it kept within the second."""
        self.same = same
        self._keep()

    def looked_up(self, found: Iterable[BulkClaim]) -> None:
        """Take the claims as they were looked up."""
        self.found = exceptions_first(found)

    def stands(self, one: BulkClaim) -> None:
        """Take one of the claims as it stands now."""
        self.found = tuple(one if each.number == one.number else each for each in self.found)
        self._keep()

    def ended(self) -> None:
        """Drop the draft: what could be sent was sent."""
        if self.kept is not None:
            self.kept.emptied()
            self._house.keep_typed()

    def at_work(self) -> tuple[BulkDesk, Session, Provider]:
        """Return desk, session, provider. Raises `Problem` ``session.ended``, ``outbox.other_provider``."""
        desk, session = self._house.desk.bulk, self._house.session
        if desk is None or session is None or self.provider is None:
            raise Problem("session.ended")
        if session.provider != self.provider:
            raise Problem("outbox.other_provider", (), {"npi": self.provider.npi})
        return desk, session, self.provider

    def _keep(self) -> None:
        if self.kept is None or self.same is None or self.provider is None:
            return
        self.kept.note(draft_form(), draft_values(self.left, self.same), self.provider.npi)
        if self.kept.is_unsaved:
            self._house.keep_soon()
