"""Every rule of corrections, appeals and documents by its id, with what it does and where it comes from.

What a rule looks at is said in ``rule.ID``, what it says when it speaks in ``problem.rule.ID``. The functions
that apply them stand beside; a rule that only allows something has none, and a test shows that it does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Outcome(StrEnum):
    """What a rule does. Words: ``rule.outcome.NAME``."""

    REFUSE = "refuse"
    """Sending is blocked."""
    WARN = "warn"
    """Sending needs an explicit yes, which is recorded."""
    BY_LIST = "by_list"
    """A list of the contractor's own refuses, one borrowed from another contractor warns."""
    ALLOW = "allow"
    COMPUTE = "compute"


class Tag(StrEnum):
    """How good the source of a rule is. Words: ``rule.tag.NAME``."""

    STATED = "stated"
    """A page of the contractor or CMS that holds today."""
    OLD = "old"
    """Such a page of 2022 or earlier."""
    ANALOGUE = "analogue"
    """Another contractor's page."""
    CHOICE = "choice"
    """Deduced, or chosen by this program."""
    GENERAL = "general"
    """General Medicare practice."""


SOURCES: Mapping[str, str] = MappingProxyType(
    {
        "UG": "SPOT User Guide, contents",
        "UG8": "SPOT User Guide, section 8 (2025)",
        "UG12": "SPOT User Guide, section 12 (2024)",
        "QS": "First Coast, SPOT quick steps: claim corrections",
        "RT": "First Coast, claim reopening request types and tips",
        "ROADS": "First Coast, reopening or redetermination (0508625)",
        "UNPROC": "First Coast, claims returned as unprocessable",
        "FEAT": "First Coast, SPOT features",
        "TYPES18": "First Coast, reopening gateway types (2018)",
        "LEVEL2": "First Coast, reconsideration (164098)",
        "FORMS": "First Coast, appeals reminders (0506370)",
        "REFUNDS": "First Coast, appeals status (0357652, 2018)",
        "PART_A": "First Coast, Part A adjustments (0309848)",
        "ADR45": "First Coast, additional documentation requests (0329893, 2024)",
        "ADRS": "First Coast, several documentation requests (5171)",
        "PRIOR": "First Coast, prior authorization (3701)",
        "STATUS": "First Coast, SPOT status and maintenance",
        "NOR_R": "Noridian JFB, reopenings",
        "NOR_S": "Noridian JA DME, self-service reopenings",
        "NOR_L": "Noridian JE, appeal rights of liability modifiers",
        "PAL_T": "Palmetto GBA JJ, appeals timeliness",
        "PAL_M": "Palmetto GBA, modifiers that may be corrected",
        "NOVITAS": "Novitas JH, redetermination requests",
        "XIFIN": "XIFIN, decisions on reopenings",
        "CGS": "CGS J15, Part A denials (2012)",
        "PRACTICE": "Medicare practice",
        "OWN": "spot-tui",
    }
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; `sources` are keys of `SOURCES`, the first the one it rests on."""

    id: str
    outcome: Outcome
    tag: Tag
    sources: tuple[str, ...]

    @property
    def can_be_switched_off(self) -> bool:
        """Whether an organisation may do without: the contractor itself does not state the rule today."""
        return self.tag in {Tag.OLD, Tag.ANALOGUE, Tag.CHOICE} and self.outcome is not Outcome.ALLOW


_STATED, _OLD, _ANALOGUE, _CHOICE, _GENERAL = Tag.STATED, Tag.OLD, Tag.ANALOGUE, Tag.CHOICE, Tag.GENERAL
_REFUSE, _WARN, _BY_LIST, _ALLOW = Outcome.REFUSE, Outcome.WARN, Outcome.BY_LIST, Outcome.ALLOW

_CLAIM = (
    Rule("R01", _REFUSE, _STATED, ("UG", "ROADS")),
    Rule("R02", _REFUSE, _STATED, ("UNPROC", "FORMS")),
    Rule("R03", _REFUSE, _STATED, ("ROADS", "QS")),
    Rule("R04", _WARN, _CHOICE, ("OWN",)),
    Rule("R05", _REFUSE, _ANALOGUE, ("NOR_S",)),
    Rule("R06", _REFUSE, _ANALOGUE, ("NOR_S", "NOR_R")),
    Rule("R07", _REFUSE, _ANALOGUE, ("NOR_S", "NOR_R")),
    Rule("R08", _REFUSE, _ANALOGUE, ("NOR_S",)),
    Rule("R09", _REFUSE, _STATED, ("QS", "UG12")),
    Rule("R10", _REFUSE, _STATED, ("QS", "UG12")),
    Rule("R11", _REFUSE, _STATED, ("QS", "FEAT")),
    Rule("R12", _REFUSE, _STATED, ("QS",)),
    Rule("R13", _BY_LIST, _STATED, ("ROADS",)),
    Rule("R14", _BY_LIST, _STATED, ("QS",)),
)
_SCOPE = (
    Rule("R15", _REFUSE, _STATED, ("QS",)),
    Rule("R16", _REFUSE, _STATED, ("QS",)),
    Rule("R17", _REFUSE, _STATED, ("QS",)),
    Rule("R18", _REFUSE, _STATED, ("RT",)),
    Rule("R19", _REFUSE, _ANALOGUE, ("NOR_R",)),
    Rule("R20", _REFUSE, _ANALOGUE, ("NOR_R",)),
    Rule("R21", _REFUSE, _ANALOGUE, ("NOR_R",)),
    Rule("R22", _ALLOW, _STATED, ("QS",)),
    Rule("R23", _ALLOW, _STATED, ("QS",)),
    Rule("R24", _ALLOW, _STATED, ("QS",)),
    Rule("R25", _REFUSE, _STATED, ("QS",)),
    Rule("R26", _REFUSE, _CHOICE, ("OWN",)),
    Rule("R27", _ALLOW, _STATED, ("QS", "TYPES18")),
    Rule("R28", _REFUSE, _CHOICE, ("QS",)),
    Rule("R29", _REFUSE, _STATED, ("RT", "TYPES18")),
    Rule("R30", _ALLOW, _STATED, ("QS",)),
    Rule("R31", _REFUSE, _STATED, ("TYPES18",)),
)
_TYPES = (
    Rule("R32", _REFUSE, _STATED, ("RT",)),
    Rule("R33", _REFUSE, _STATED, ("RT",)),
    Rule("R34", _REFUSE, _STATED, ("RT",)),
    Rule("R35", _REFUSE, _CHOICE, ("UG12",)),
    Rule("R36", _REFUSE, _STATED, ("RT",)),
    Rule("R37", _BY_LIST, _STATED, ("RT",)),
    Rule("R38", _ALLOW, _STATED, ("RT",)),
    Rule("R39", _ALLOW, _STATED, ("RT",)),
    Rule("R40", _ALLOW, _STATED, ("RT",)),
    Rule("R41", _WARN, _STATED, ("RT",)),
    Rule("R42", _REFUSE, _STATED, ("RT",)),
    Rule("R43", _REFUSE, _OLD, ("TYPES18",)),
)
_VALUES = (
    Rule("R44", _REFUSE, _STATED, ("RT",)),
    Rule("R45", _REFUSE, _CHOICE, ("OWN",)),
    Rule("R46", _REFUSE, _STATED, ("RT",)),
    Rule("R47", _REFUSE, _STATED, ("RT",)),
    Rule("R48", _BY_LIST, _ANALOGUE, ("NOR_R",)),
    Rule("R49", _BY_LIST, _ANALOGUE, ("NOR_R",)),
    Rule("R50", _BY_LIST, _ANALOGUE, ("PAL_M",)),
    Rule("R51", _REFUSE, _ANALOGUE, ("NOR_L",)),
    Rule("R52", _BY_LIST, _CHOICE, ("OWN",)),
    Rule("R53", _REFUSE, _STATED, ("UG12",)),
)
_APPEALS = (
    Rule("R54", _REFUSE, _STATED, ("ROADS", "PAL_T")),
    Rule("R55", _REFUSE, _OLD, ("LEVEL2",)),
    Rule("R56", _REFUSE, _OLD, ("LEVEL2",)),
    Rule("R57", _REFUSE, _ANALOGUE, ("NOVITAS", "FORMS")),
    Rule("R58", _REFUSE, _STATED, ("FORMS",)),
    Rule("R59", _REFUSE, _OLD, ("REFUNDS",)),
    Rule("R60", _REFUSE, _OLD, ("PART_A", "CGS")),
    Rule("R61", _REFUSE, _ANALOGUE, ("XIFIN",)),
    Rule("R62", _REFUSE, _GENERAL, ("PRACTICE",)),
)
_DOCUMENTS = (
    Rule("R63", _REFUSE, _STATED, ("UG8",)),
    Rule("R64", _REFUSE, _STATED, ("UG8",)),
    Rule("R65", _REFUSE, _GENERAL, ("PRACTICE",)),
    Rule("R66", _REFUSE, _STATED, ("UG8",)),
    Rule("R67", _REFUSE, _STATED, ("UG8",)),
    Rule("R68", _REFUSE, _STATED, ("UG8",)),
    Rule("R69", _WARN, _STATED, ("ADR45",)),
    Rule("R70", _REFUSE, _STATED, ("UG8",)),
    Rule("R71", _REFUSE, _ANALOGUE, ("NOR_R",)),
    Rule("R72", _WARN, _STATED, ("ADRS",)),
    Rule("R73", _WARN, _STATED, ("PRIOR",)),
    Rule("R74", Outcome.COMPUTE, _STATED, ("STATUS", "UG8")),
    Rule("R75", _WARN, _CHOICE, ("OWN",)),
)

RULES: Mapping[str, Rule] = MappingProxyType(
    {rule.id: rule for group in (_CLAIM, _SCOPE, _TYPES, _VALUES, _APPEALS, _DOCUMENTS) for rule in group}
)
"""All of them in their order: of the claim, of the scope, of a line, of values, of appeals, of documents."""
