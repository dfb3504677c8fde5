"""999: what the practice portal checks of a request (005010X231A1) by its guide."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spot_tui.backend.x12.reader import Group, Interchange, Segment, TransactionSet, element
from spot_tui.backend.x12.writer import Body

ELIGIBILITY, CLAIM_STATUS = "HS", "HR"
ACKNOWLEDGED_AS = "005010X231A1"

_OF_A_270 = frozenset(
    (
        *("ST", "BHT", "HL", "NM1", "REF", "N3", "N4", "PRV", "TRN", "DMG", "INS", "HI", "DTP"),
        *("EQ", "AMT", "III", "SE"),
    )
)
_OF_OTHER_SETS = frozenset(("EB", "HSD", "PER", "PAT", "DTM", "MSG", "LS", "LE", "AAA", "CLM", "SV1", "SVC"))
_OF_A_276 = frozenset(("ST", "BHT", "HL", "NM1", "DMG", "TRN", "REF", "AMT", "DTP", "SVC", "SE"))
_CHARACTERS = re.compile(r"""[A-Za-z0-9 !"&'()+,\-./;?=%@\[\]_{}\\<>#$*^|:~`]*""")


@dataclass(frozen=True, slots=True)
class ElementError:
    """IK4: number of the element, its data element, the code, and the bad data."""

    number: int
    reference: str
    code: str
    copy: str = ""


@dataclass(frozen=True, slots=True)
class Refused999:
    """Why a request is refused. Codes of IK304, IK502 and AK905; all empty but those that apply."""

    group: str = ""
    set: str = ""
    segment: str = ""
    position: int = 0
    loop: str = ""
    segment_code: str = ""
    elements: tuple[ElementError, ...] = ()


def check_set(interchange: Interchange) -> Refused999 | None:
    """Return the first thing that is wrong with the group or the transaction set, or None."""
    group = interchange.groups[0]
    codes = {oddity.code for oddity in interchange.oddities}
    guide = _GUIDES.get(group.functional_id)
    wrong = _group_error(group, guide, codes)
    if wrong or guide is None:
        return Refused999(group=wrong)
    transaction = group.sets[0]
    wrong = _set_error(transaction, guide, codes)
    if wrong:
        return Refused999(set=wrong)
    return _segments(transaction.segments, guide)


def _group_error(group: Group, guide: _Guide | None, codes: set[str]) -> str:
    if guide is None or not group.sets:
        return "1"
    if group.version != guide.version:
        return "2"
    for code, error in (("group_cut", "3"), ("group_control", "4"), ("group_count", "5")):
        if code in codes:
            return error
    return ""


def _set_error(transaction: TransactionSet, guide: _Guide, codes: set[str]) -> str:
    if transaction.kind != guide.kind:
        return "1"
    for code, error in (("set_cut", "2"), ("set_control", "3"), ("set_count", "4")):
        if code in codes:
            return error
    if not re.fullmatch(r"[A-Za-z0-9]{4,9}", transaction.control_number):
        return "7"
    return "I6" if transaction.version != guide.version else ""


def _segments(segments: Sequence[Segment], guide: _Guide) -> Refused999 | None:
    loop = ""
    for position, segment in enumerate(segments, start=1):
        name = segment[0]
        if name == "HL":
            loop = guide.loops.get(element(segment, 3), loop)
        if name not in guide.segments:
            code = "6" if name in _OF_OTHER_SETS else "1"
            return Refused999("", "5", name[:3], position, loop, code)
        errors = _element_errors(segment, guide)
        if errors:
            return Refused999("", "5", name, position, loop, "8", errors)
    return _missing(segments, guide)


def _missing(segments: Sequence[Segment], guide: _Guide) -> Refused999 | None:
    """Return the first required segment that is missing, at the place where it should stand."""
    names = [segment[0] if segment[0] != "HL" else f"HL{element(segment, 3)}" for segment in segments]
    place = 1
    for name, loop in guide.required:
        if name not in names[place:]:
            return Refused999("", "5", name[:3].rstrip("2"), place + 1, loop, "3")
        place = names.index(name, place) + 1
    return None


@dataclass(frozen=True, slots=True)
class _Rule:
    """What an element must be: a pattern, the longest text, and whether it must be there."""

    segment: str
    number: int
    reference: str
    most: int
    required: bool = False
    pattern: str = ""
    bad: str = "7"


_RULES = (
    _Rule("BHT", 2, "353", 2, required=True, pattern="01|13|36"),
    _Rule("BHT", 3, "127", 50),
    _Rule("BHT", 4, "373", 8, required=True, pattern=r"\d{8}", bad="8"),
    _Rule("BHT", 5, "337", 8, required=True, pattern=r"\d{4,8}", bad="9"),
    _Rule("HL", 1, "628", 12, required=True),
    _Rule("HL", 4, "736", 1, pattern="[01]"),
    _Rule("NM1", 1, "98", 3, required=True),
    _Rule("NM1", 2, "1065", 1, required=True, pattern="[12]"),
    _Rule("NM1", 3, "1035", 60),
    _Rule("NM1", 4, "1036", 35),
    _Rule("NM1", 5, "1037", 25),
    _Rule("NM1", 7, "1039", 10),
    _Rule("NM1", 9, "67", 80),
    _Rule("TRN", 1, "481", 2, required=True, pattern="1"),
    _Rule("TRN", 2, "127", 50, required=True),
    _Rule("DMG", 1, "1250", 3, pattern="D8"),
    _Rule("DMG", 3, "1068", 1, pattern="[FM]"),
    _Rule("DTP", 2, "1250", 3, required=True, pattern="D8|RD8"),
    _Rule("DTP", 3, "1251", 35, required=True),
)


@dataclass(frozen=True, slots=True)
class _Guide:
    """What the guide of a kind of request asks for, besides the rules of all."""

    kind: str
    version: str
    segments: frozenset[str]
    loops: Mapping[str, str]
    required: tuple[tuple[str, str], ...]
    rules: tuple[_Rule, ...]


_GUIDES: Mapping[str, _Guide] = {
    ELIGIBILITY: _Guide(
        "270",
        "005010X279A1",
        _OF_A_270,
        {"20": "2100A", "21": "2100B", "22": "2100C"},
        (
            *(("BHT", ""), ("HL20", "2000A"), ("NM1", "2100A"), ("HL21", "2000B"), ("NM1", "2100B")),
            *(("HL22", "2000C"), ("NM1", "2100C"), ("EQ", "2110C")),
        ),
        (
            _Rule("BHT", 1, "1005", 4, required=True, pattern="0022"),
            _Rule("HL", 3, "735", 2, required=True, pattern="20|21|22|23"),
            _Rule("TRN", 3, "509", 10, required=True, pattern=".{10}", bad="4"),
            _Rule("DTP", 1, "374", 3, required=True, pattern="102|291|435|472"),
        ),
    ),
    CLAIM_STATUS: _Guide(
        "276",
        "005010X212",
        _OF_A_276,
        {"20": "2100A", "21": "2100B", "19": "2100C", "22": "2100D"},
        (
            *(("BHT", ""), ("HL20", "2000A"), ("NM1", "2100A"), ("HL21", "2000B"), ("NM1", "2100B")),
            *(("HL19", "2000C"), ("NM1", "2100C"), ("HL22", "2000D"), ("DMG", "2000D")),
            *(("NM1", "2100D"), ("TRN", "2200D"), ("DTP", "2200D")),
        ),
        (
            _Rule("BHT", 1, "1005", 4, required=True, pattern="0010"),
            _Rule("HL", 3, "735", 2, required=True, pattern="19|20|21|22|23"),
            _Rule("REF", 1, "128", 3, required=True, pattern="1K|BLT|EJ|LU|6P|D9|XZ"),
            _Rule("REF", 2, "127", 50, required=True),
            _Rule("DTP", 1, "374", 3, required=True, pattern="472"),
        ),
    ),
}


def _element_errors(segment: Segment, guide: _Guide) -> tuple[ElementError, ...]:
    rules = {rule.number: rule for rule in (*_RULES, *guide.rules) if rule.segment == segment[0]}
    errors = [error for number, rule in rules.items() if (error := _error(rule, element(segment, number)))]
    for number, value in enumerate(segment[1:], start=1):
        if not _CHARACTERS.fullmatch(value):
            reference = rules[number].reference if number in rules else ""
            errors.append(ElementError(number, reference, "6", value))
    if segment[0] == "EQ" and not any(segment[1:3]):
        errors.append(ElementError(1, "1365", "2"))
    return tuple(errors)


def _error(rule: _Rule, value: str) -> ElementError | None:
    if not value:
        return ElementError(rule.number, rule.reference, "1") if rule.required else None
    if len(value) > rule.most:
        return ElementError(rule.number, rule.reference, "5", value[:99])
    if rule.pattern and not re.fullmatch(rule.pattern, value):
        return ElementError(rule.number, rule.reference, rule.bad, value)
    return None


def write_refusal(group: Group, refused: Refused999) -> Body:
    """Return the body of the 999 that refuses the first transaction set of a group."""
    transaction = group.sets[0] if group.sets else None
    lines: list[tuple[str, ...]] = [("AK1", group.functional_id, group.control_number, group.version)]
    if transaction and not refused.group:
        lines.append(("AK2", transaction.kind, transaction.control_number, transaction.version))
        lines.extend(_places(refused))
        lines.append(("IK5", "R", refused.set))
    sent = str(len(group.sets))
    lines.append(("AK9", "R", sent, sent, "0", refused.group))
    return lines


def _places(refused: Refused999) -> list[tuple[str, ...]]:
    if not refused.segment:
        return []
    where = ("IK3", refused.segment, str(refused.position), refused.loop, refused.segment_code)
    lines: list[tuple[str, ...]] = [where]
    if refused.loop:
        lines.append(("CTX", "SITUATIONAL TRIGGER", refused.segment, str(refused.position), refused.loop))
    errors = (("IK4", str(e.number), e.reference, e.code, e.copy) for e in refused.elements)
    return [*lines, *errors]
