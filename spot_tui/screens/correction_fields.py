"""The forms of a correction: the header, and one line; each key goes into the draft of the whole."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from textual import on
from textual.widget import Widget

from spot_tui.backend.claims.model import Line as ClaimLine
from spot_tui.backend.corrections.editing import Editing
from spot_tui.backend.corrections.findings import Finding
from spot_tui.backend.corrections.forms import header_form, line_form
from spot_tui.backend.corrections.line_rules import is_anesthesia, units_of_minutes
from spot_tui.backend.corrections.request import line_values
from spot_tui.backend.corrections.review import finding_words, line_title, types_words
from spot_tui.backend.explanations import explain
from spot_tui.backend.forms import Form, Typed
from spot_tui.screens.correction_work import CorrectionWork
from spot_tui.screens.form_page import FormPage
from spot_tui.screens.licence import owners_line
from spot_tui.widgets.form_panel import FormPanel
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.kept_work import KeptForm


class CorrectionFieldsPage(FormPage):
    """A part of a correction as a form; what is typed stays whatever is wrong with it."""

    def __init__(self, made: CorrectionWork) -> None:
        super().__init__()
        self._made = made

    def body(self) -> Iterable[Widget]:
        """Yield what is changed, the form, and what rules warn of."""
        yield Plain(id="room")
        yield Plain(((self.heading, Tone.STRONG),), id="part")
        yield Plain(id="few")
        yield FormPanel(self.form, self.start)
        yield Plain(id="marked")

    def foot(self) -> Iterable[Widget]:
        """Yield whose the codes are, which stays in sight however long the form is."""
        yield owners_line(self.house)
        yield from super().foot()

    @property
    def heading(self) -> str:
        """What is changed."""
        raise NotImplementedError

    @property
    def form(self) -> Form:
        """The form."""
        raise NotImplementedError

    @property
    def start(self) -> Typed:
        """What stands in the fields."""
        raise NotImplementedError

    def made_of(self, typed: Typed) -> Editing:
        """Return the correction with what is typed here."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Say what is the matter with it already."""
        super().on_mount()
        self.tell_more()

    @property
    def kept(self) -> KeptForm | None:
        """What keeps the whole correction."""
        return self._made.kept

    def keeping(self) -> KeptForm | None:
        """Return what keeps the whole correction."""
        return self._made.kept

    def note_typed(self) -> None:
        """Have what is typed kept with the rest of the correction."""
        self._made.change(self.made_of(self.panel.typed))

    @on(FormPanel.Changed)
    @on(FormPanel.Turned)
    def _left(self) -> None:
        self.tell_more()

    def tell_more(self) -> None:
        """Show, as a field is left, what else there is to say of it."""
        self.tell_keys()

    def do_send(self) -> None:
        """Take this over, or go to what is missing or wrong; what is wrong stays in the draft."""
        reading = self.panel.send()
        self.note_typed()
        if reading.problems:
            self.tell_to_correct()
        else:
            self.app.pop_screen()

    def do_keep_line(self) -> None:
        """Take this over."""
        self.do_send()

    def can_undo_line(self) -> bool:
        """Tell whether anything is changed."""
        return self.made_of(self.panel.typed) != self.made_of({})

    def do_undo_line(self) -> None:
        """Put everything here back as it was."""
        self._made.change(self.made_of({}))
        self.panel.fill(self.start)
        self.panel.turn(self.panel.part)
        self.notice.clear()
        self.tell_more()


class CorrectionHeaderPage(CorrectionFieldsPage):
    """Who referred, and the claim's diagnoses."""

    NAME = "correction_header"
    KEYS = ("explain", "back", "undo_line", "keep_line", "content", "sign_out")

    @property
    def heading(self) -> str:
        """What is changed."""
        return say("correction_header.heading", number=self._made.editing.claim.number)

    @property
    def form(self) -> Form:
        """The form."""
        editing = self._made.editing
        return header_form(editing.claim, editing.today, editing.book)

    @property
    def start(self) -> Typed:
        """What stands in the fields."""
        return self._made.editing.header_typed()

    def made_of(self, typed: Typed) -> Editing:
        """Return the correction with this header."""
        return self._made.editing.with_header(typed)


class CorrectionLinePage(CorrectionFieldsPage):
    """One line: errors beside the field as it is left, warnings beneath, the kind of change above."""

    NAME = "correction_line"
    BAR_ROWS = 2
    KEYS = (
        "explain",
        "make_units",
        "back",
        "undo_line",
        "keep_line",
        "part_before",
        "part_after",
        "sign_out",
    )

    def __init__(self, made: CorrectionWork, line: ClaimLine) -> None:
        super().__init__(made)
        self._line = line

    @property
    def heading(self) -> str:
        """What is changed."""
        return line_title(self._line)

    @property
    def form(self) -> Form:
        """The form."""
        editing = self._made.editing
        return line_form(editing.claim, self._line, editing.today, editing.book)

    @property
    def start(self) -> Typed:
        """What stands in the fields."""
        return self._made.editing.line_typed(self._line)

    def made_of(self, typed: Typed) -> Editing:
        """Return the correction with this line."""
        return self._made.editing.with_line(self._line, typed)

    def tell_more(self) -> None:
        """Show, as a field is left, what rules warn of and of which kind the change is."""
        editing = self._made.editing
        kinds = types_words(line_values(editing.claim, self._line), editing.values(self._line))
        told = say("correction_line.kind", kinds=kinds) if kinds else say("correction_line.no_kind")
        part = say("correction_line.part", part=self.panel.part + 1, of=len(self.panel.form.parts))
        self.query_one("#few", Plain).show(((f"{told}  ", Tone.PLAIN), (part, Tone.QUIET)))
        warned = [f"? {self._warning_words(each)}" for each in self._warned]
        self.query_one("#marked", Plain).show((("\n".join(warned), Tone.WARN),) if warned else "")
        self.tell_keys()

    @property
    def _warned(self) -> tuple[Finding, ...]:
        return tuple(each for each in self._made.editing.line_findings(self._line) if not each.refuses)

    def _warning_words(self, finding: Finding) -> str:
        if finding.rule == "R41":
            units = finding.problem.parameters["units"]
            return say("correction_line.minutes", words=explain(finding.problem).what, units=units)
        return finding_words(finding)

    @property
    def _minutes(self) -> Decimal | None:
        """The units typed, where rules take them for minutes."""
        values = self.panel.form.read(self.panel.typed).values
        units, procedure = values.get("units"), values.get("procedure")
        least = self._made.editing.book.rules.anesthesia_minutes_from
        is_meant = isinstance(units, Decimal) and isinstance(procedure, str) and is_anesthesia(procedure)
        return units if is_meant and isinstance(units, Decimal) and units >= least else None

    def can_make_units(self) -> bool:
        """Tell whether minutes were entered for units."""
        return self.panel.typed["units"] != "" and self._minutes is not None

    def do_make_units(self) -> None:
        """Put the units that the minutes make in their place."""
        minutes = self._minutes
        if minutes is not None:
            self.panel.put({"units": f"{units_of_minutes(minutes):f}"})
            self.note_typed()
            self.tell_more()
