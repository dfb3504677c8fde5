"""Every layer fails once over TCP: a clear problem that names the layer, and never beneficiary data."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from spot_tui.backend.connectivity.core import X12_270, X12_276
from spot_tui.backend.connectivity.repeats import pause_asked
from spot_tui.backend.http import UpstreamClient
from spot_tui.backend.problems import Kind, Problem
from spot_tui.backend.upstreams import HttpLimits
from spot_tui.sandbox import faults
from spot_tui.sandbox.core_rules import core_rules
from spot_tui.sandbox.people import people
from spot_tui.words import say
from tests.wire.core_desk import CoreDesk, Question, core_desk, patient
from tests.wire.portal import Portal

FORMS = ("soap", "mime")
SOAP_ONLY = {"soap-must-understand", "soap-receiver", "soap-security"}


@pytest.fixture(params=FORMS)
async def desk(portal: Portal, tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[CoreDesk]:
    async with core_desk(portal, tmp_path / "store", request.param) as desk:
        yield desk


@pytest.fixture
async def soap(portal: Portal, tmp_path: Path) -> AsyncIterator[CoreDesk]:
    async with core_desk(portal, tmp_path / "store") as desk:
        yield desk


async def refusal(desk: CoreDesk, mbi: str = "1AA0AA0AA01") -> Problem:
    with pytest.raises(Problem) as caught:
        await (desk.check(people()[1]) if mbi == people()[1].mbi else desk.check_number(mbi))
    return caught.value


# Fault of the portal -> problem of the client, for both forms; a fault that does no harm is None.
OUTCOMES: dict[str, str | None] = {
    "500": "upstream.down",
    "503": "upstream.down",
    "429": "upstream.unreadable",
    "busy": "upstream.busy",
    "page": "upstream.page",
    "type": "upstream.unreadable",
    "cut": "core.cut",
    "break": "upstream.dropped",
    "drop": "upstream.dropped",
    "huge": "upstream.too_large",
    "empty": "core.empty",
    "no-body": "upstream.down",
    "cut-xml": "core.cut",
    "doctype": "core.doctype",
    "payload-type": "core.field_refused",
    "version": "core.settings",
    "checksum": "core.settings",
    "unauthorized": "core.denied",
    "unknown-code": "core.refused",
    "no-payload": "core.no_payload",
    "foreign-text": "core.foreign_text",
    "ack-ta1": "ack.ta1",
    "ack-999": "ack.999",
    "blank-code": None,
    "base64": None,
    "framed": None,
    "mtom": None,
    "crlf": None,
    "cut-x12": "answer.cut",
    "other-trace": "answer.mismatch",
    "other-person": "answer.mismatch",
    "skew": None,
    "soap-receiver": "core.fault",
    "soap-must-understand": "core.fault",
    "soap-security": "core.denied",
}
WAITING = {"slow", "late"}
MIME_DIFFERS: dict[str, str | None] = {"doctype": None, **dict.fromkeys(SOAP_ONLY, "upstream.down")}


def test_every_fault_that_can_be_switched_on_is_tried_here() -> None:
    assert set(OUTCOMES) | WAITING == {*faults.KINDS, *faults.CORE_KINDS}


@pytest.mark.parametrize("kind", OUTCOMES)
async def test_a_switched_fault_is_the_problem_of_its_layer(
    portal: Portal, desk: CoreDesk, kind: str
) -> None:
    portal.fault(f"core.{kind}")
    is_mime = desk.client.upstream.envelope == "mime"
    wanted = MIME_DIFFERS.get(kind, OUTCOMES[kind]) if is_mime else OUTCOMES[kind]
    if wanted is None:
        assert (await desk.check(people()[1])).eligibility.deductibles
        return
    problem = await refusal(desk)
    assert problem.code == wanted
    assert desk.attempts == ([1, 2, 3] if kind == "busy" else [1])
    assert say(f"problem.{problem.code}", **problem.parameters)
    assert say(f"problem.{problem.code}.next", **problem.parameters)


async def test_a_busy_service_is_asked_again_when_it_says(portal: Portal, soap: CoreDesk) -> None:
    portal.fault("core.busy", times=1)
    assert (await soap.check(people()[1])).attempts == 2
    assert soap.waits == [2.0]
    assert [record["outcome"] for record in soap.recorded()] == ["pending", "success"]


async def test_a_repeat_after_busy_and_one_after_a_passing_reject_count_together(
    portal: Portal, soap: CoreDesk
) -> None:
    portal.fault("core.busy", times=2)
    problem = await refusal(soap, "9AA0AA0AA80")
    assert (problem.parameters["code"], soap.attempts, soap.waits) == ("80", [1, 2, 3], [2.0, 2.0])


@pytest.mark.parametrize(("seconds", "pause"), [(0, 1.0), (15, 15.0), (16, None)])
def test_a_long_wait_is_left_to_the_person(seconds: int, pause: float | None) -> None:
    busy = Problem("upstream.busy", (), {"upstream": "HETS", "status": 503, "seconds": seconds})
    assert pause_asked(busy, 0) == pause_asked(busy, 1) == pause
    assert pause_asked(busy, 2) is None


NUMBERED = {
    "8AA0AA0AA01": ("upstream.dropped", Kind.UNAVAILABLE, "HTTP"),
    "8AA0AA0AA02": ("upstream.down", Kind.UNAVAILABLE, "HTTP"),
    "8AA0AA0AA03": ("upstream.down", Kind.UNAVAILABLE, "HTTP"),
    "8AA0AA0AA04": ("core.fault", Kind.UNAVAILABLE, "SOAP"),
    "8AA0AA0AA05": ("core.fault", Kind.UNAVAILABLE, "SOAP"),
    "8AA0AA0AA06": ("core.field_refused", Kind.FORMAT, "CORE"),
    "8AA0AA0AA07": ("core.denied", Kind.PERMISSION, "CORE"),
    "8AA0AA0AA08": ("ack.ta1", Kind.FORMAT, "TA1"),
    "8AA0AA0AA09": ("ack.999", Kind.FORMAT, "999"),
    "8AA0AA0AA13": ("answer.cut", Kind.UNAVAILABLE, "271"),
}
HARMLESS = ("8AA0AA0AA10", "8AA0AA0AA11", "8AA0AA0AA12")


def test_every_numbered_fault_is_tried_here() -> None:
    assert {*NUMBERED, *HARMLESS, "8AA0AA0AA14"} == {fault.mbi for fault in core_rules().fault}


@pytest.mark.parametrize("mbi", NUMBERED)
async def test_a_reserved_number_makes_its_fault(soap: CoreDesk, mbi: str) -> None:
    problem = await refusal(soap, mbi)
    code, kind, layer = NUMBERED[mbi]
    assert (problem.code, problem.kind) == (code, kind)
    assert problem.parameters["layer"] == layer


@pytest.mark.parametrize("mbi", HARMLESS)
async def test_an_odd_form_is_read_all_the_same(soap: CoreDesk, mbi: str) -> None:
    answer = (await soap.check_number(mbi)).eligibility
    assert answer.beneficiary is not None
    assert answer.beneficiary.mbi == mbi
    assert answer.deductibles


async def test_an_unpadded_header_is_reported(soap: CoreDesk) -> None:
    answer = (await soap.check_number("8AA0AA0AA12")).eligibility
    assert [note.code for note in answer.source.notes] == ["header_unpadded"]


async def test_the_layers_words_reach_the_user(soap: CoreDesk) -> None:
    assert (await refusal(soap, "8AA0AA0AA04")).upstream_words.startswith("Receiver: ")
    assert (await refusal(soap, "8AA0AA0AA06")).upstream_words.startswith("PayloadTypeIllegal: ")
    assert (await refusal(soap, "8AA0AA0AA08")).parameters["code"] == "025"


async def test_bad_data_in_a_999_is_not_repeated(soap: CoreDesk) -> None:
    problem = await refusal(soap, "8AA0AA0AA09")
    assert "8AA0AA0AA09" not in f"{problem.parameters}{problem.upstream_words}"
    assert "NM1" in str(problem.parameters["meaning"])


async def test_a_late_answer_is_read_when_there_is_time(portal: Portal, soap: CoreDesk) -> None:
    portal.switch("core_late_seconds", "0.01")
    assert (await soap.check_number("8AA0AA0AA14")).eligibility.deductibles


async def test_a_late_answer_is_given_up_after_the_read_time(portal: Portal, tmp_path: Path) -> None:
    portal.switch("core_late_seconds", "2")
    limits = HttpLimits(connect_seconds=5, read_seconds=0.2)
    async with core_desk(portal, tmp_path / "store", limits=limits) as desk:
        problem = await refusal(desk, "8AA0AA0AA14")
    assert problem.code == "upstream.timeout"


async def test_a_refused_connection_is_told(portal: Portal, tmp_path: Path) -> None:
    async with core_desk(portal, tmp_path / "store", url="http://127.0.0.1:9/core/soap") as desk:
        assert (await refusal(desk)).code == "upstream.unreachable"


@pytest.mark.parametrize(("kind", "status"), [("503", 503), ("no-body", 500), ("empty", 200)])
async def test_a_request_header_makes_a_fault_too(portal: Portal, kind: str, status: int) -> None:
    http = UpstreamClient("HETS", (portal.url,))
    answer = await http.send("POST", f"{portal.url}/core/soap", {"X-Practice-Fault": kind}, b"")
    await http.close()
    assert (answer.status, answer.body) == (status, b"")


async def test_a_user_name_token_is_asked_for_and_checked(
    portal: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPOT_TUI_CORE_PASSWORD", core_rules().password)
    right: dict[str, Any] = {
        "username": "practice-office",
        "password": {"environment": "SPOT_TUI_CORE_PASSWORD"},
    }
    for form in FORMS:
        async with core_desk(portal, tmp_path / form, form, sender_id="PRACTICEHUB", **right) as desk:
            assert (await desk.check(people()[1])).eligibility.deductibles
    async with core_desk(portal, tmp_path / "none", sender_id="PRACTICEHUB") as desk:
        assert (await refusal(desk)).code == "core.denied"
    monkeypatch.setenv("SPOT_TUI_CORE_PASSWORD", "wrong")
    async with core_desk(portal, tmp_path / "wrong", **right) as desk:
        assert (await refusal(desk)).code == "core.denied"


async def test_an_unknown_sender_is_refused_by_the_envelope(portal: Portal, tmp_path: Path) -> None:
    async with core_desk(portal, tmp_path / "store", sender_id="STRANGER") as desk:
        problem = await refusal(desk)
    assert problem.code == "core.field_refused"
    assert problem.parameters["name"] == "SenderID"


async def test_an_answer_in_the_other_form_is_read(portal: Portal, tmp_path: Path) -> None:
    async with core_desk(portal, tmp_path / "store", "mime", url=f"{portal.url}/core/soap") as desk:
        assert (await refusal(desk)).code == "core.fault"


async def test_a_control_number_is_taken_once(desk: CoreDesk) -> None:
    first = await desk.client.exchange(Question(desk.clock).write(), X12_270)
    again = await desk.client.exchange(Question(desk.clock).write(), X12_270)
    assert "ST*271*" in first.payload
    assert "TA1*000000001*" in again.payload
    assert again.payload.rstrip("~").split("~")[1].endswith("*R*025")


async def test_a_claim_status_request_in_the_clothes_of_an_inquiry_is_refused(desk: CoreDesk) -> None:
    request = Question(desk.clock, kind="276", functional_id="HR", version="005010X212").write()
    answer = await desk.client.exchange(request, X12_276)
    assert "IK3*BHT*2" in answer.payload
    assert "AK9*R*1*1*0" in answer.payload
    request = Question(desk.clock, control=2, kind="270", functional_id="HR", version="005010X212").write()
    answer = await desk.client.exchange(request, X12_276)
    assert "AK2*270*0001*005010X212~IK5*R*1~AK9*R*1*1*0~" in answer.payload


async def test_a_number_that_is_nobodys_is_not_stored(portal: Portal, soap: CoreDesk) -> None:
    rows = {"patient": patient("1EG4TE5MK73")}
    await soap.client.exchange(Question(soap.clock, rows=dict(rows)).write(), X12_270)
    stored = b"".join(file.read_bytes() for file in portal.world.path.parent.iterdir() if file.is_file())
    assert b"1EG4TE5MK73" not in stored


async def test_giving_up_leaves_an_outcome_and_a_working_line(portal: Portal, soap: CoreDesk) -> None:
    portal.switch("core_late_seconds", "5")
    asking = asyncio.create_task(soap.check_number("8AA0AA0AA14"))
    await until(lambda: portal.posts("/soap") > 0)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert [record["outcome"] for record in soap.recorded()] == ["pending", "cancelled"]
    assert (await soap.check(people()[1])).eligibility.deductibles


async def until(is_so: Callable[[], bool]) -> None:
    while not is_so():  # noqa: ASYNC110 - another thread makes it so
        await asyncio.sleep(0.005)
