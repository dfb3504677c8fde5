"""The form of an access request."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import on
from textual.widget import Widget

from spot_tui.backend.access.model import Role
from spot_tui.backend.access.request_form import make_application, request_form, typed_for, typed_from
from spot_tui.backend.forms import Typed
from spot_tui.backend.problems import Problem
from spot_tui.screens.form_page import FormPage
from spot_tui.widgets.form_panel import FormPanel
from spot_tui.widgets.line import Line, Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.access.model import AccessRequest, Organisation
    from spot_tui.backend.drafts import Draft
    from spot_tui.backend.upstreams import Provider


class RequestPage(FormPage):
    """Asks for a role at an office, in two parts; the office is filled in as far as it is known here."""

    NAME = "access_desk.form"
    KEYS = (
        *("explain", "fill_office", "cancel", "back", "find_office", "review"),
        *("part_before", "part_after", "sign_out"),
    )

    def __init__(self, draft: Draft | None = None) -> None:
        super().__init__(draft)
        self._filled = -1

    def body(self) -> Iterable[Widget]:
        """Yield which part it is, the form, and how to go on."""
        yield Plain(id="part", classes="gap gap-below")
        yield FormPanel(request_form(), self.draft.values if self.draft else self._at_hand())
        yield Plain(id="hint")

    def on_mount(self) -> None:
        """Say which part it is; what is filled in by itself is no work of hers to be kept."""
        self._tell_part()
        kept = self.keeping()
        if kept is not None and self.draft is None:
            kept.settled(self.panel.form, self.panel.typed)

    def _at_hand(self) -> Typed:
        """Return the usual role, and the office that she works for now or the only one there is."""
        session, providers = self.house.session, self.house.desk.profile.providers
        given = {"role": say(f"access.role.{Role.END_USER}")}
        if session is not None and session.provider is not None:
            return {**given, **self._typed_for(session.provider)}
        return {**given, **(self._typed_for(providers[0]) if len(providers) == 1 else {})}

    def _typed_for(self, provider: Provider) -> Typed:
        """Return what the settings know; the tax number is not shown to who has no role yet."""
        session = self.house.session
        hides = session is None or session.is_limited
        return {**typed_for(provider), **({"tin": ""} if hides else {})}

    @on(FormPanel.Turned)
    def _tell_part(self) -> None:
        part = self.panel.part + 1
        words = say("access_desk.form.heading", part=part, what=say(f"access_desk.form.part.{part}"))
        heading: Line = ((words, Tone.STRONG),)
        self.query_one("#part", Plain).show(heading)
        self.query_one("#hint", Plain).show(((say(f"access_desk.form.hint.{part}"), Tone.QUIET),))
        if not self.panel.problems:
            self.notice.clear()
        self.tell_keys()

    def can_fill_office(self) -> bool:
        """Tell whether the settings name an office."""
        return bool(self.house.desk.profile.providers)

    def do_fill_office(self) -> None:
        """Fill in the next office of the settings; role and reason stay."""
        providers = self.house.desk.profile.providers
        self._filled = (self._filled + 1) % len(providers)
        provider = providers[self._filled]
        self._fill(self._typed_for(provider))
        self.notice.hint(say("access_desk.form.filled", provider=provider.organisation))

    def do_find_office(self) -> None:
        """Look up the offices that fit what is typed."""
        from spot_tui.screens.access_office import OfficePage

        typed = self.panel.typed
        asked = {"npi": typed["npi"], "ptan": typed["ptan"]}
        asked = {name: value.strip() for name, value in asked.items() if value.strip()}
        if not asked and typed["business_name"].strip():
            asked = {"name": typed["business_name"].strip()}
        if asked:
            self.house.open(OfficePage(asked, self._take_office))
        else:
            self.notice.hint(say("access_desk.form.look_up_by"))

    def _take_office(self, office: Organisation) -> None:
        self._fill(typed_from(office))
        self.notice.hint(say("access_desk.form.found", business_name=office.business_name))

    def _fill(self, typed: Typed) -> None:
        """Put an office in place of the one before; role and reason are the person's own."""
        kept = {name: self.panel.typed[name] for name in ("role", "reason")}
        self.panel.fill({**typed, **kept})
        self.panel.turn(0)
        self.note_typed()

    def do_send(self) -> None:
        """Review, as Enter in the last field asks for."""
        self.do_review()

    def do_review(self) -> None:
        """Show everything once more, or go to what is missing or wrong."""
        from spot_tui.screens.access_review import ReviewPage

        reading = self.panel.send()
        if reading.problems:
            self.tell_to_correct()
            return
        self.notice.clear()
        self.house.open(ReviewPage(self, make_application(reading.values), self.panel.typed))

    def sent(self, request: AccessRequest, typed: Typed) -> None:
        """Give way to the confirmation."""
        from spot_tui.screens.access_sent import SentPage

        self.was_sent(typed)
        self.house.replace(SentPage(request))

    def refused(self, problem: Problem) -> None:
        """Show what the gateway refused beside its field."""
        self.show_refusal(problem)
