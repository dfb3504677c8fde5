"""What the forms that ask about a patient have in common."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from spot_tui.backend.clock import provider_day
from spot_tui.screens.form_page import FormPage

if TYPE_CHECKING:
    from spot_tui.backend.drafts import Draft
    from spot_tui.backend.forms import Typed


class PatientForm(FormPage):
    """A form about a patient, as of the provider's day."""

    def __init__(self, draft: Draft | None = None) -> None:
        super().__init__(draft)
        self._asked_with: Typed = {}
        """What stood in the form when it was sent last."""

    @property
    def today(self) -> date:
        """Today where the provider is."""
        desk, session = self.house.desk, self.house.session
        return provider_day(desk.clock, session.provider if session else None, desk.profile.zone)

    @property
    def is_begun(self) -> bool:
        """Whether anything is filled in."""
        return any(self.panel.typed.values())
