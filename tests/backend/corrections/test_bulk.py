"""The same change on many claims: what it stands for on each, what rules say, and what goes out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, cast

import pytest

from spot_tui.backend.corrections.bulk import (
    SameChange,
    Verdict,
    draft_values,
    exceptions_first,
    parse_bulk,
    read_draft,
    read_of,
)
from spot_tui.backend.corrections.bulk_view import report_table
from spot_tui.backend.corrections.changes import Changes
from spot_tui.backend.corrections.request import RequestType
from spot_tui.backend.outbox.model import State
from spot_tui.backend.problems import Problem
from tests.backend.corrections.bulk_portal import MISSING, UNPROCESSABLE, Portal
from tests.backend.corrections.cases import TODAY, claim, line, practice

NONE = "9926000000888"


def same(kind: RequestType, lines: str, **fields: str) -> SameChange:
    return SameChange(type=kind, lines=lines, fields=fields)


def lines_of(of: Any, asked: SameChange) -> dict[int, Any]:
    return dict(read_of(of, asked).correction.lines)


def test_lines_are_chosen_by_number_or_procedure_and_a_modifier_goes_into_the_first_empty_slot() -> None:
    three = claim(
        line(),
        line(number=2, procedure="17000"),
        line(number=3, modifiers=("RT", "59", "XS", "GV")),
    )
    by_number = lines_of(three, same(RequestType.PLACE, "2", place="22"))
    assert {number: values.place for number, values in by_number.items()} == {2: "22"}
    added = read_of(three, same(RequestType.ADD_MODIFIER, "99213", modifier="25"))
    assert added.correction.lines[1].modifier_1 == "25"
    assert added.correction.first_name == three.patient.first_name
    assert [(each.rule, each.line) for each in added.findings] == [("R45", 3)]
    replaced = read_of(three, same(RequestType.EDIT_MODIFIER, "99213", slot="2", modifier="XU"))
    assert replaced.correction.lines[3].modifiers == ("RT", "XU", "XS", "GV")
    assert [(each.rule, each.line) for each in replaced.findings] == [("R46", 1)]
    billed = lines_of(three, same(RequestType.PROCEDURE, "1", procedure="99214", billed=""))
    assert (billed[1].procedure, billed[1].billed) == ("99214", three.lines[0].billed)
    with pytest.raises(Problem, match=r"bulk\.no_line"):
        read_of(three, same(RequestType.PLACE, "93000", place="22"))


def test_a_file_asks_for_fields_by_line_or_for_one_kind_of_change() -> None:
    assert isinstance(parse_bulk('{"lines": {"1": {"place": "22"}}}'), Changes)
    kind = parse_bulk('{"type": "place", "lines": "1", "fields": {"place": "22"}}')
    assert kind == same(RequestType.PLACE, "1", place="22")
    for text, code in (
        ('{"type": "place", "lines": "1", "fields": {"units": "2"}}', "changes.file"),
        ('{"type": "none", "lines": "1"}', "changes.file"),
        ('{"type": "place", "lines": "1!", "fields": {"place": "22"}}', "lines.choice"),
        ('{"type": "place", "lines": "1"}', "rule.R31"),
        ("[", "changes.file"),
    ):
        with pytest.raises(Problem) as caught:
            parse_bulk(text)
        assert caught.value.code == code


def test_the_header_of_many_claims_changes_and_many_go_once_more_unchanged() -> None:
    three = claim(line(), line(number=2))
    header = parse_bulk('{"type": "header", "fields": {"referring_npi": "1000000053", "diagnoses": ""}}')
    asked = read_of(three, header).correction
    assert asked.header is not None
    assert (asked.header.referring_npi, asked.header.diagnoses) == ("1000000053", three.diagnoses)
    assert (asked.lines, asked.last_name) == ({}, three.patient.last_name)
    once_more = parse_bulk('{"type": "history", "fields": {"history": "yes"}}')
    assert read_of(three, once_more).correction.history
    for text, code in (
        ('{"type": "history"}', "field.missing"),
        ('{"type": "history", "lines": "1", "fields": {"history": "yes"}}', "changes.file"),
    ):
        with pytest.raises(Problem) as caught:
            parse_bulk(text)
        assert caught.value.code == code


def test_a_draft_says_of_how_many_claims_and_which_change() -> None:
    asked = same(RequestType.PLACE, "1", place="22")
    values = draft_values((MISSING, NONE), asked)
    assert values["about"] == "2 claims: Place of service"
    assert read_draft(values) == ((MISSING, NONE), asked)
    assert draft_values((), asked) == draft_values((NONE,), same(RequestType.PLACE, "")) == {}


async def test_what_is_refused_stays_behind_and_the_rest_goes_out_with_its_yes() -> None:
    portal = Portal()
    asked = same(RequestType.ADD_MODIFIER, "1", modifier="22")
    found = await portal.look(asked, NONE, UNPROCESSABLE, MISSING)
    assert [one.verdict for one in found] == [Verdict.FAILED, Verdict.REFUSED, Verdict.WARNED]
    assert found[1].refused[0].rule == "R02"
    (lineless,) = await portal.look(same(RequestType.PLACE, "93000", place="22"), MISSING)
    assert (lineless.verdict, lineless.claim) == (Verdict.FAILED, portal.claims[MISSING])
    await portal.send(found)
    assert portal.sent == []
    sent = await portal.send([one.said_yes() for one in found])
    assert portal.sent == [(MISSING, ("R48", "R50"), True)]
    assert [one.verdict for one in sent] == [Verdict.FAILED, Verdict.REFUSED, Verdict.CONFIRMED]
    assert [one.number for one in exceptions_first(sent[::-1])] == [NONE, UNPROCESSABLE, MISSING]
    await portal.send(sent)
    assert len(portal.sent) == 1
    assert [row[2:5] for row in report_table(sent)[1:]] == [
        ("failed", "", ""),
        ("refused", "", "R02 R48 R50"),
        ("confirmed", "PC-1", "R48 R50"),
    ]


async def test_a_warning_that_comes_up_only_at_the_sending_wants_its_yes_too() -> None:
    portal = Portal()
    portal.claims[MISSING] = replace(portal.claims[MISSING], determined_on=date(2025, 11, 23))
    (one,) = await portal.look(same(RequestType.ADD_MODIFIER, "1", modifier="59"), MISSING)
    assert (one.verdict, TODAY) == (Verdict.FREE, one.case.today if one.case else None)
    portal.clock.moment = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    (late,) = await portal.send([one])
    assert (late.verdict, late.missing, portal.sent) == (Verdict.WARNED, ("R75",), [])


async def test_once_the_line_is_away_the_others_wait_on_disk_and_a_broken_disk_stops_all() -> None:
    portal = Portal()
    more = ("9926000000112", "9926000000113")
    portal.claims |= {number: replace(practice(MISSING), number=number) for number in more}
    found = await portal.look(same(RequestType.ADD_MODIFIER, "1", modifier="59"), MISSING, *more)
    portal.states = [State.UNCONFIRMED, State.QUEUED, State.QUEUED]
    assert {one.verdict for one in await portal.send(found)} == {Verdict.WAITING}
    assert [at_once for _, _, at_once in portal.sent] == [True, False, False]
    portal.states = [State.CONFIRMED, Problem("outbox.unwritable", (), {"reason": "full"})]
    sending = portal.desk.send_each(cast(Any, None), cast(Any, None), found)
    assert (await anext(sending)).verdict is Verdict.CONFIRMED
    with pytest.raises(Problem, match=r"outbox\.unwritable"):
        await anext(sending)
