"""When the service gives an answer out, refuses, or asks again: with an upstream that answers as told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import cast

import pytest

from spot_tui.backend.connectivity.core import CoreAnswer, CoreClient
from spot_tui.backend.eligibility.inquiry import Inquiry
from spot_tui.backend.eligibility.service import EligibilityAnswer, EligibilityDesk
from spot_tui.backend.formats import Mbi, ServiceDates
from spot_tui.backend.problems import Problem
from spot_tui.backend.upstreams import EligibilityRules
from spot_tui.backend.x12.reader import element, read_interchanges
from spot_tui.backend.x12.writer import Envelope, NewSet, write_interchange
from tests.backend.store.builders import SetClock, new_log
from tests.wire.core_desk import CLINIC, ZONE, core_upstream, new_uuids

TODAY = date(2026, 11, 22)
INQUIRY = Inquiry(Mbi("1AA0AA0AA01"), "Alma", "Quillfeather", date(1948, 3, 2), ServiceDates(TODAY, TODAY))

Rows = Sequence[Sequence[str]]
PERSON: Rows = (
    ("NM1", "IL", "1", "QUILLFEATHER", "ALMA", "", "", "", "MI", "1AA0AA0AA01"),
    ("DMG", "D8", "19480302", "F"),
)
COVERED: Rows = (*PERSON, ("EB", "1", "", "30", "MA"), ("DTP", "291", "D8", "20130301"))
BENEFIT_REFUSED: Rows = (("EB", "V"), ("AAA", "N", "", "55", "C"))


class Upstream:
    """Answers with these rows, one after the other, the last one again and again."""

    def __init__(self, *answers: Rows) -> None:
        self.upstream = core_upstream("https://core.example.invalid")
        self.name = "HETS"
        self.sent: list[tuple[str, str, str]] = []
        self._answers = list(answers)

    async def exchange(self, payload: str, payload_type: str) -> CoreAnswer:
        interchange = read_interchanges(payload.encode())[0]
        (transaction,) = interchange.sets
        reference = element(next(s for s in transaction.segments if s[0] == "BHT"), 3)
        trace = element(next(s for s in transaction.segments if s[0] == "TRN"), 2)
        self.sent.append((interchange.control_number, reference, trace))
        rows = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        body = [
            ("BHT", "0022", "11", reference, "20261122", "0900"),
            ("HL", "3", "2", "22", "0"),
            ("TRN", "2", trace, "1000000001"),
            *rows,
        ]
        envelope = Envelope("CMS", "PRACTICE", "HB", "005010X279A1", 1, SetClock().now())
        text = write_interchange(envelope, [NewSet("271", "0001", body)])
        return CoreAnswer(text, "", "theirs", "ours", "Success", "", "soap")


async def check(upstream: Upstream, folder: Path) -> EligibilityAnswer:
    async def at_once(_: float) -> None:
        return None

    log = new_log(folder)
    desk = EligibilityDesk(
        cast(CoreClient, upstream),
        EligibilityRules(),
        audit=log,
        clock=SetClock(),
        zone=ZONE,
        new_id=new_uuids("service"),
        sleep=at_once,
    )
    try:
        return await desk.check(INQUIRY, CLINIC)
    finally:
        log.close()


def reject(code: str, action: str) -> Rows:
    return (*PERSON, ("AAA", "N", "", code, action))


async def test_a_reject_of_one_benefit_leaves_the_others_to_be_read(tmp_path: Path) -> None:
    answer = await check(Upstream((*COVERED, *BENEFIT_REFUSED)), tmp_path)
    assert answer.eligibility.entitlements
    assert [found.code for found in answer.eligibility.rejects] == ["55"]


async def test_a_reject_of_the_only_benefit_refuses_the_inquiry(tmp_path: Path) -> None:
    with pytest.raises(Problem) as refused:
        await check(Upstream((*PERSON, *BENEFIT_REFUSED)), tmp_path)
    assert refused.value.parameters["code"] == "55"


async def test_a_reject_of_the_person_refuses_whatever_else_came(tmp_path: Path) -> None:
    with pytest.raises(Problem) as refused:
        await check(Upstream((*reject("72", "C"), *COVERED[2:])), tmp_path)
    assert refused.value.parameters["code"] == "72"


@pytest.mark.parametrize(
    ("code", "action"), [("42", "C"), ("42", "N"), ("80", "Y"), ("72", "R"), ("75", "P")]
)
async def test_only_a_passing_fault_with_leave_to_repeat_is_asked_again(
    tmp_path: Path, code: str, action: str
) -> None:
    upstream = Upstream(reject(code, action), COVERED)
    with pytest.raises(Problem):
        await check(upstream, tmp_path)
    assert len(upstream.sent) == 1


@pytest.mark.parametrize(("code", "action"), [("42", "R"), ("42", "P"), ("80", "R"), ("80", "P")])
async def test_a_passing_fault_is_asked_again_twice_with_new_numbers(
    tmp_path: Path, code: str, action: str
) -> None:
    upstream = Upstream(reject(code, action), reject(code, action), COVERED)
    answer = await check(upstream, tmp_path)
    assert answer.attempts == 3
    assert len({number for sent in upstream.sent for number in sent}) == 6


async def test_one_reject_that_does_not_pass_stops_the_repeats(tmp_path: Path) -> None:
    upstream = Upstream((*reject("42", "R"), ("AAA", "N", "", "72", "C")))
    with pytest.raises(Problem):
        await check(upstream, tmp_path)
    assert len(upstream.sent) == 1
