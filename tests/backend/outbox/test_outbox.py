"""A submission is on disk before it is on the wire, goes out once, and in its owner's session only."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from spot_tui.backend.made import Made
from spot_tui.backend.outbox.model import State, Submission
from tests.backend.outbox.office import (
    CLAIM,
    CLERK,
    COLLEAGUE,
    MBI,
    OTHER_NPI,
    Desk,
    Filing,
    correction,
)
from tests.backend.store.builders import SetClock, full_disk, records
from tests.refusals import code_of


class Office:
    """A store, a gateway and a clock, and the processes that work over them."""

    def __init__(self, store: Path) -> None:
        self.store, self.filing, self.clock = store, Filing(), SetClock()
        self.desks: list[Desk] = []

    def desk(self, **rules: int) -> Desk:
        self.desks.append(Desk(self.store, self.filing, self.clock, len(self.desks) + 1, **rules))
        return self.desks[-1]


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    made = Office(tmp_path)
    yield made
    for desk in made.desks:
        await desk.close()


def refusal(status: int, code: str = "", **headers: str) -> httpx.Response:
    kind = {"content-type": "application/problem+json", **headers}
    return httpx.Response(status, json={"code": code, "detail": "No."}, headers=kind)


async def only(desk: Desk, owner: str = CLERK) -> Submission:
    (found,) = await desk.outbox.find(owner)
    return found


async def test_what_is_submitted_comes_back_with_its_receipt(office: Office) -> None:
    desk = office.desk()
    sent = await desk.outbox.submit(desk.sender(), correction())
    assert sent.state is State.CONFIRMED
    assert sent.receipt is not None
    assert (sent.receipt.number, sent.receipt.received_on) == ("PC-1001", date(2026, 11, 23))
    (request,) = office.filing.sent
    assert request.url.path == "/v1/corrections"
    assert (request.headers["if-match"], request.headers["authorization"]) == ('"7"', "Bearer t0ken")
    assert office.filing.filed[request.headers["idempotency-key"]] == correction().content.encode()


async def test_what_it_was_made_with_is_kept_until_it_is_confirmed(office: Office) -> None:
    desk = office.desk()
    made = Made("correction", {"claim_number": CLAIM})
    office.filing.answers = [refusal(422)]
    refused = await desk.outbox.submit(desk.sender(), replace(correction(), made=made))
    assert (await only(desk)).made == made
    assert refused.may_be_made_again
    await desk.outbox.drop(CLERK, refused.id)
    sent = await desk.outbox.submit(desk.sender(), replace(correction(), made=made))
    assert (sent.made, sent.may_be_made_again) == (None, False)


async def test_it_is_on_disk_and_on_its_way_before_it_is_on_the_wire(office: Office) -> None:
    desk, other = office.desk(), office.desk()
    seen: list[Submission] = []

    def look() -> httpx.Response:
        seen.extend(other.outbox._shelf.all(CLERK))
        return httpx.Response(201, json={"number": "PC-1"})

    office.filing.answers = [look]
    sent = await desk.outbox.submit(desk.sender(), correction())
    assert [(each.id, each.state, each.content) for each in seen] == [
        (sent.id, State.SENDING, correction().content)
    ]


async def test_a_full_disk_keeps_it_from_being_sent(office: Office) -> None:
    desk = office.desk()
    await desk.outbox.submit(desk.sender(), correction())
    with full_disk(after_bytes=None):
        assert await code_of(desk.outbox.submit(desk.sender(), correction())) == "audit.unwritable"
    assert len(office.filing.sent) == 1


async def test_a_damaged_outbox_is_told_and_neither_used_nor_mended(office: Office) -> None:
    desk = office.desk()
    await desk.outbox.submit(desk.sender(), correction())
    (vault,) = office.store.glob("vault/*.vault")
    damaged = b"x" + vault.read_bytes()[1:]
    vault.write_bytes(damaged)
    assert await code_of(desk.outbox.find(CLERK)) == "outbox.broken"
    assert await code_of(desk.outbox.submit(desk.sender(), correction())) == "outbox.broken"
    assert vault.read_bytes() == damaged
    assert len(office.filing.sent) == 1


async def test_what_no_line_can_hold_is_neither_kept_nor_sent(office: Office) -> None:
    desk = office.desk()
    assert await code_of(desk.outbox.submit(desk.sender(), correction(n="x" * 70_000))) == "outbox.too_long"
    assert office.filing.sent == []


async def test_what_is_confirmed_keeps_no_copy_of_what_was_sent(office: Office) -> None:
    desk = office.desk()
    await desk.outbox.submit(desk.sender(), correction())
    assert (await only(desk)).content == ""


Unsent = [
    (lambda: httpx.ConnectError("refused"), "upstream.unreachable"),
    (lambda: refusal(429), "gateway.busy"),
    (lambda: refusal(401), "gateway.token"),
]


@pytest.mark.parametrize(("answer", "code"), Unsent)
async def test_what_certainly_did_not_arrive_waits(
    office: Office, answer: Callable[[], Any], code: str
) -> None:
    desk = office.desk()
    office.filing.answers = [answer()]
    kept = await desk.outbox.submit(desk.sender(), correction())
    assert kept.problem is not None
    assert (kept.state, kept.problem.code) == (State.QUEUED, code)
    there = await only(desk)
    assert there.problem is not None
    assert (there.problem.code, there.problem.upstream_words) == (code, kept.problem.upstream_words)
    assert replace(there, problem=None) == replace(kept, problem=None)


Unsure = [
    (lambda: httpx.ReadTimeout("late"), "upstream.timeout"),
    (lambda: refusal(500), "upstream.down"),
    (lambda: refusal(503, "gateway.busy"), "gateway.busy"),
    (lambda: refusal(409), "gateway.in_progress"),
    (lambda: httpx.Response(201, content=b"{"), "upstream.unreadable"),
    (lambda: httpx.Response(201, json={"id": 7}), "upstream.unreadable"),
    (lambda: httpx.Response(200, html="<!doctype html>Sign in to the network"), "upstream.page"),
]


@pytest.mark.parametrize(("answer", "code"), Unsure)
async def test_what_may_have_arrived_is_asked_again_with_its_key_and_counts_once(
    office: Office, answer: Callable[[], Any], code: str
) -> None:
    desk = office.desk()
    office.filing.answers = [answer()]
    kept = await desk.outbox.submit(desk.sender(), correction())
    assert kept.problem is not None
    assert (kept.state, kept.problem.code) == (State.UNCONFIRMED, code)
    again = office.desk()
    (settled,) = await again.outbox.send_all(again.sender())
    assert (settled.state, settled.tries) == (State.CONFIRMED, 2)
    assert len(office.filing.sent) == 2
    assert len(office.filing.filed) == 1


async def test_a_line_that_breaks_is_tried_once_more_at_once(office: Office) -> None:
    desk = office.desk()
    office.filing.answers = [httpx.ReadError("gone")]
    sent = await desk.outbox.submit(desk.sender(), correction())
    assert (sent.state, len(office.filing.sent), len(office.filing.filed)) == (State.CONFIRMED, 2, 1)


async def test_after_a_broken_line_nobody_claims_that_it_did_not_arrive(office: Office) -> None:
    desk = office.desk()
    office.filing.answers = [httpx.ReadError("gone"), httpx.ConnectError("refused")]
    sent = await desk.outbox.submit(desk.sender(), correction())
    assert sent.state is State.UNCONFIRMED
    office.filing.answers = [httpx.ConnectError("refused")]
    (again,) = await desk.outbox.send_all(desk.sender())
    assert again.state is State.UNCONFIRMED


async def test_a_refusal_is_final_and_says_why(office: Office) -> None:
    desk = office.desk()
    office.filing.answers = [refusal(412)]
    sent = await desk.outbox.submit(desk.sender(), correction())
    assert sent.problem is not None
    assert (sent.state, sent.problem.code, sent.problem.upstream_words) == (
        State.REFUSED,
        "gateway.changed",
        "No.",
    )
    assert await desk.outbox.send_all(desk.sender()) == []
    assert (await only(desk)).content == correction().content


async def test_that_she_may_do_it_no_more_does_not_settle_what_may_have_arrived(office: Office) -> None:
    desk = office.desk()
    office.filing.answers = [httpx.ReadTimeout("late"), refusal(403)]
    await desk.outbox.submit(desk.sender(), correction())
    (asked,) = await desk.outbox.send_all(desk.sender())
    assert asked.problem is not None
    assert (asked.state, asked.problem.code) == (State.UNCONFIRMED, "gateway.permission")


async def test_a_session_that_ended_sends_nothing_and_loses_nothing(office: Office) -> None:
    desk = office.desk()
    desk.token.text = ""
    assert await code_of(desk.outbox.submit(desk.sender(), correction())) == "session.ended"
    assert office.filing.sent == []
    assert (await only(desk)).state is State.QUEUED


async def test_what_a_process_that_died_had_on_the_wire_is_asked_again_by_the_next(office: Office) -> None:
    desk, other = office.desk(), office.desk()

    office.filing.answers = [httpx.ConnectError("refused")]
    await desk.outbox.submit(desk.sender(), correction())
    stays = desk.outbox._shelf.take(CLERK, (await only(desk)).id, office.clock.now())
    assert stays is not None
    assert (await only(other)).state is State.SENDING
    assert await other.outbox.send_all(other.sender()) == []
    other.dead.add(1)
    assert (await only(other)).state is State.UNCONFIRMED
    (settled,) = await other.outbox.send_all(other.sender())
    assert settled.state is State.CONFIRMED
    assert len(office.filing.filed) == 1


async def test_tries_come_later_and_later_up_to_a_bound(office: Office) -> None:
    desk = office.desk(first_wait_seconds=10, longest_wait_seconds=60)
    office.filing.answers = [httpx.ConnectError("refused") for _ in range(8)]
    kept = await desk.outbox.submit(desk.sender(), correction())
    waits = []
    for _ in range(7):
        waits.append((kept.next_at - office.clock.now()).total_seconds())
        assert await desk.outbox.send_due(desk.sender()) == []
        office.clock.forward(seconds=waits[-1])
        (kept,) = await desk.outbox.send_due(desk.sender())
    assert all(5 * 2**n <= wait <= 10 * 2**n for n, wait in enumerate(waits[:3]))
    assert all(30 <= wait <= 60 for wait in waits[3:])


@pytest.mark.parametrize("told", ["600", "Sun, 22 Nov 2026 14:10:00 GMT"])
async def test_the_gateway_is_left_alone_as_long_as_it_asks(office: Office, told: str) -> None:
    desk = office.desk()
    date_ = {"date": "Sun, 22 Nov 2026 14:00:00 GMT"}
    office.filing.answers = [refusal(503, "gateway.busy", **{"retry-after": told, **date_})]
    kept = await desk.outbox.submit(desk.sender(), correction())
    office.clock.forward(seconds=599)
    assert await desk.outbox.send_all(desk.sender()) == []
    assert await code_of(desk.outbox.send(desk.sender(), kept.id)) == "outbox.not_yet"
    office.clock.forward(seconds=1)
    (sent,) = await desk.outbox.send_all(desk.sender())
    assert sent.state is State.CONFIRMED


async def test_it_is_sent_by_its_owner_and_for_its_provider_only(office: Office) -> None:
    desk = office.desk()
    office.filing.answers = [httpx.ConnectError("refused")]
    kept = await desk.outbox.submit(desk.sender(), correction())
    for other in (desk.sender(COLLEAGUE), desk.sender(npi=OTHER_NPI)):
        assert await desk.outbox.send_all(other) == []
    assert await desk.outbox.find(COLLEAGUE) == []
    assert await code_of(desk.outbox.send(desk.sender(COLLEAGUE), kept.id)) == "outbox.unknown"
    assert await code_of(desk.outbox.drop(COLLEAGUE, kept.id)) == "outbox.unknown"
    other_provider = desk.outbox.send(desk.sender(npi=OTHER_NPI), kept.id)
    assert await code_of(other_provider) == "outbox.other_provider"
    assert len(office.filing.sent) == 1


async def test_what_never_went_out_ends_with_its_last_day(office: Office) -> None:
    desk = office.desk()
    office.filing.answers = [httpx.ConnectError("refused")]
    await desk.outbox.submit(desk.sender(), correction(date(2026, 11, 22)))
    office.clock.forward(hours=14)  # 23:00 on that day in New York
    office.filing.answers = [httpx.ConnectError("refused")]
    (late,) = await desk.outbox.send_all(desk.sender())
    assert late.state is State.QUEUED
    office.clock.forward(hours=1)
    assert await desk.outbox.send_all(desk.sender()) == []
    assert (await only(desk)).state is State.EXPIRED
    assert desk.acts()[-1] == ("record.outbox", "success", "expired")
    assert len(office.filing.sent) == 2


async def test_what_may_have_arrived_in_time_is_asked_after_its_last_day(office: Office) -> None:
    desk = office.desk()
    office.filing.answers = [httpx.ReadTimeout("late")]
    await desk.outbox.submit(desk.sender(), correction(date(2026, 11, 22)))
    office.clock.forward(days=2)
    (settled,) = await desk.outbox.send_all(desk.sender())
    assert settled.state is State.CONFIRMED


async def test_nobody_else_is_tried_while_the_line_is_down(office: Office) -> None:
    desk = office.desk()
    office.filing.answers = [httpx.ConnectError("refused") for _ in range(3)]
    for number in range(2):
        await desk.outbox.submit(desk.sender(), correction(n=number))
    await desk.outbox.send_all(desk.sender())
    assert len(office.filing.sent) == 3
    assert [each.state for each in await desk.outbox.send_all(desk.sender())] == [State.CONFIRMED] * 2


async def test_what_may_have_arrived_is_dropped_only_on_purpose(office: Office) -> None:
    desk = office.desk()
    office.filing.answers = [httpx.ReadTimeout("late")]
    kept = await desk.outbox.submit(desk.sender(), correction())
    assert await code_of(desk.outbox.drop(CLERK, kept.id)) == "outbox.unconfirmed"
    await desk.outbox.drop(CLERK, kept.id, though_unconfirmed=True)
    assert await desk.outbox.find(CLERK) == []
    assert desk.acts()[-1] == ("record.outbox", "success", "dropped")


async def test_what_was_made_again_goes_unless_it_may_count(office: Office) -> None:
    desk = office.desk()
    office.filing.answers = [refusal(412), httpx.ReadTimeout("late")]
    refused = await desk.outbox.submit(desk.sender(), correction())
    unknown = await desk.outbox.submit(desk.sender(), correction())
    assert refused.state is State.REFUSED
    await desk.outbox.drop_made_again(CLERK, frozenset({refused.id, unknown.id}))
    assert [each.id for each in await desk.outbox.find(CLERK)] == [unknown.id]
    assert desk.acts()[-1] == ("record.outbox", "success", "replaced")


async def test_a_receipt_goes_after_its_days(office: Office) -> None:
    desk = office.desk(keep_days=3)
    await desk.outbox.submit(desk.sender(), correction())
    office.clock.forward(days=2)
    await desk.outbox.send_due(desk.sender())
    assert len(await desk.outbox.find(CLERK)) == 1
    office.clock.forward(days=1)
    await desk.outbox.send_due(desk.sender())
    assert await desk.outbox.find(CLERK) == []


async def test_each_try_is_on_record_before_and_after_without_patient_or_claim(office: Office) -> None:
    desk = office.desk()
    office.filing.answers = [httpx.ReadTimeout("late")]
    await desk.outbox.submit(desk.sender(), correction())
    await desk.outbox.send_all(desk.sender())
    assert desk.acts() == [
        ("record.submit", "pending", ""),
        ("record.submit", "unavailable", "unconfirmed"),
        ("record.submit", "pending", ""),
        ("record.submit", "success", "confirmed"),
    ]
    written = records(office.store)
    assert {"claim_ref", "patient_ref"} <= set(written[-1])
    details = written[-1]["details"]
    assert (details["request"], details["overrides"], details["tries"]) == ("PC-1001", "R48", 2)
    assert not any(secret in str(written) for secret in (MBI, CLAIM))


async def test_the_disk_holds_nothing_in_clear(office: Office) -> None:
    desk = office.desk()
    office.filing.answers = [httpx.ConnectError("refused")]
    await desk.outbox.submit(desk.sender(), correction(first_name="Alma"))
    files = [path.read_bytes() for path in office.store.rglob("*") if path.is_file()]
    assert not any(secret in text for text in files for secret in (b"Alma", CLAIM.encode(), MBI.encode()))
