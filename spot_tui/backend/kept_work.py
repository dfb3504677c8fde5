"""Work that a lock or a sign-out interrupts: kept as drafts, and given back to its own person only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spot_tui.backend.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from spot_tui.backend.drafts import Draft, DraftEntry, Drafts
    from spot_tui.backend.forms import Form, Typed


class KeptWork:
    """The interrupted work of one person. `drafts` is asked for when there is anything to keep or to find."""

    def __init__(self, owner: str, drafts: Callable[[], Drafts]) -> None:
        self._owner = owner
        self._drafts = drafts
        self._kept: dict[tuple[str, str], Draft] = {}
        self._is_used = False

    async def keep(self, form: Form, typed: Typed, provider_npi: str = "") -> Draft | None:
        """Put what was typed into `form` on disk; the same form kept again takes the place of what was kept.

        Nothing typed keeps nothing: None. Fields declared `secret` are left out. Raises `Problem`:
        ``vault.*`` and the audit log's own.
        """
        open_fields = {field.name for field in form.fields if not field.secret}
        if not any(value.strip() for name, value in typed.items() if name in open_fields):
            return None
        key = (form.name, provider_npi)
        draft = self._kept.get(key) or self._opened().begin(form, self._owner, provider_npi)
        self._kept[key] = await self._opened().save(draft, form, typed)
        return self._kept[key]

    async def find(self) -> list[DraftEntry]:
        """Return this person's drafts, the last kept first."""
        return await self._opened().find(self._owner)

    async def take(self, draft_id: str) -> Draft:
        """Return a draft of this person's to go on with; it is kept anew under the same id.

        Raises `Problem` ``draft.unknown`` for one that is somebody else's, or not there any more.
        """
        draft = await self._opened().get(self._owner, draft_id)
        self._kept[(draft.form, draft.provider_npi)] = draft
        return draft

    async def done(self, form_name: str, provider_npi: str = "") -> None:
        """Remove what was kept of a form, as after it was sent or emptied."""
        draft = self._kept.pop((form_name, provider_npi), None)
        if draft is not None:
            await self._opened().drop(self._owner, draft.id)

    async def put_away(self) -> None:
        """Keep nothing of this person's in memory, as after sign-out."""
        self._kept.clear()
        if self._is_used:
            try:
                await self._drafts().put_away(self._owner)
            except Problem:
                return

    def _opened(self) -> Drafts:
        self._is_used = True
        return self._drafts()
