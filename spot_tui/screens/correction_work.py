"""One correction while it is made, shared by its screens: what was typed, and the draft that keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spot_tui.backend.corrections.editing import Editing, draft_form, draft_values
from spot_tui.screens.house import House

if TYPE_CHECKING:
    from spot_tui.backend.drafts import Draft
    from spot_tui.backend.kept_work import KeptForm
    from spot_tui.backend.upstreams import Provider


class CorrectionWork:
    """What `editing` holds is kept as one draft from the first key, to the end of the claim's deadline."""

    def __init__(
        self, house: House, editing: Editing, provider: Provider, draft: Draft | None = None
    ) -> None:
        self.editing = editing
        self.provider = provider
        self._house = house
        self._draft = draft
        self._kept: KeptForm | None = None

    @property
    def kept(self) -> KeptForm | None:
        """What keeps it; None where nobody is signed in."""
        session = self._house.session
        if self._kept is None and session is not None and session.work is not None:
            deadline = self.editing.deadline
            self._kept = session.work.begin(self._draft, deadline.last_day if deadline else None)
        return self._kept

    def change(self, editing: Editing) -> None:
        """Take what is typed now, and have it kept within the second."""
        self.editing = editing
        if self.kept is None:
            return
        self.kept.note(draft_form(), draft_values(editing), self.provider.npi)
        if self.kept.is_unsaved:
            self._house.keep_soon()

    def was_sent(self) -> None:
        """Drop the draft: this is in the outbox."""
        if self.kept is not None:
            self.kept.emptied()
            self._house.keep_typed()
