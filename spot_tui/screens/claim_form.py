"""What the two ways to find claims have in common: the search, and the question about one claim's status."""

from __future__ import annotations

from textual import on
from textual.message import Message

from spot_tui.backend.claims.service import ClaimList
from spot_tui.backend.forms import Typed
from spot_tui.backend.upstreams import Provider
from spot_tui.screens.patient_form import PatientForm
from spot_tui.widgets.form_panel import FormPanel


class ClaimForm(PatientForm):
    """A form that claims are found with; the provider's only part stands there already."""

    KEYS = ("explain", "remove_dashes", "cancel", "back", "new_search", "search", "content", "sign_out")

    class Found(Message):
        """The claims that fit, of this provider; asking is in the audit log."""

        def __init__(self, found: ClaimList, provider: Provider) -> None:
            super().__init__()
            self.found = found
            self.provider = provider

    @property
    def values_at_start(self) -> Typed:
        """What stands in the form at first: the draft, if there is one."""
        return self.draft.values if self.draft else self._usual

    @property
    def _usual(self) -> Typed:
        session = self.house.session
        parts = session.provider.parts if session and session.provider else ()
        return {"part": parts[0]} if len(parts) == 1 else {}

    @on(FormPanel.Changed)
    def _other_keys(self) -> None:
        self.tell_keys()

    @on(Found)
    def _show(self, message: Found) -> None:
        from spot_tui.screens.claim_list import ClaimListPage

        self.was_sent(self._asked_with)
        self.house.open(ClaimListPage(message.found, message.provider))

    def can_new_search(self) -> bool:
        """Tell whether anything is filled in."""
        return self.is_begun

    def do_new_search(self) -> None:
        """Empty the form."""
        self.clear()
        self.panel.fill(self._usual)
