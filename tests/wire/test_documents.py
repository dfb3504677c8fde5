"""Documents over real HTTP: never from the beginning, never twice, and sent only when the hash is ours."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from spot_tui.backend.documents import desk
from spot_tui.backend.documents.copies import Copies
from spot_tui.backend.documents.filed import FilledForm
from spot_tui.backend.documents.local_file import OpenFile
from spot_tui.backend.outbox.model import State, Submission
from spot_tui.backend.problems import Problem
from spot_tui.sandbox.transport import PracticeTransport
from tests.backend.store.builders import records
from tests.wire.documents import Office, office, paper
from tests.wire.gateway import BASE, CLERK, CLINIC, Token, practice_gateway
from tests.wire.portal import Portal
from tests.wire.test_outbox_kills import token_of

MEGABYTE = 1024 * 1024


def appends(portal: Portal) -> int:
    return sum(method == "PATCH" for method, _ in portal.calls)


def looks(portal: Portal) -> int:
    return sum(method == "HEAD" for method, _ in portal.calls)


@pytest.fixture
async def clerk(portal: Portal, tmp_path: Path) -> AsyncIterator[Office]:
    opened = office(f"{portal.url}/gateway/v1", token_of(portal), CLERK, tmp_path / "store", portal.clock)
    yield opened
    await opened.close()


async def test_a_form_with_files_is_sent_and_its_receipt_proves_every_byte(
    portal: Portal, clerk: Office, tmp_path: Path
) -> None:
    files = [await paper(tmp_path / "in", size, size, f"{size}.pdf") for size in (3, 300_000)]
    sent = await clerk.send(*files, subject="Question")
    assert sent.state is State.CONFIRMED, sent.problem
    assert sent.receipt is not None
    assert [each.sha256 for each in sent.receipt.files] == [each.sha256 for each in files]
    assert (appends(portal), looks(portal)) == (2, 0)
    (filed,) = await clerk.documents.list(clerk.sender.bearer, CLINIC)
    assert filed.number == sent.receipt.number
    assert filed == await clerk.documents.show(clerk.sender.bearer, filed.number)
    assert (await clerk.documents.receipt(CLERK, filed.number)).id == sent.id
    assert not list((tmp_path / "portal" / "world.sqlite.uploads").iterdir())


async def test_a_medium_may_be_taken_out_where_copies_are_kept(portal: Portal, tmp_path: Path) -> None:
    store = tmp_path / "store"
    clerk = office(f"{portal.url}/gateway/v1", token_of(portal), CLERK, store, portal.clock, keep_copies=True)
    file = await paper(tmp_path / "medium", 200_000)
    whole = file.path.read_bytes()
    filled = FilledForm(form="general_inquiry", fields={"subject": "Question"}, files=(file,))
    kept = await clerk.documents.keep(clerk.sender, CLINIC, filled)
    assert kept.state is State.UPLOADING
    file.path.unlink()
    (copy,) = (store / "copies").iterdir()
    assert (copy.stat().st_mode & 0o777, copy.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert whole[:64] not in copy.read_bytes()
    (resumed,) = await clerk.documents.resume(clerk.sender)
    assert resumed.submission.state is State.CONFIRMED, resumed.problem
    assert resumed.submission.receipt is not None
    assert resumed.submission.receipt.files[0].sha256 == file.sha256
    assert not list((store / "copies").iterdir())
    await clerk.close()


async def test_what_is_about_to_be_kept_is_not_tidied_away(
    portal: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, token, store = f"{portal.url}/gateway/v1", token_of(portal), tmp_path / "store"
    clerk = office(url, token, CLERK, store, portal.clock, keep_copies=True)
    elsewhere = office(url, token, CLERK, store, portal.clock, keep_copies=True)
    make = Copies.make

    async def meanwhile(copies: Copies, reference: str, key: bytes, source: OpenFile) -> None:
        await make(copies, reference, key, source)
        assert await elsewhere.documents.resume(elsewhere.sender) == ()
        assert await clerk.documents.resume(clerk.sender) == ()

    monkeypatch.setattr(Copies, "make", meanwhile)
    sent = await clerk.send(await paper(tmp_path / "in", 1_000), subject="Question")
    assert sent.state is State.CONFIRMED, sent.problem
    await clerk.close()
    await elsewhere.close()


async def test_uploads_without_a_submission_are_forgotten(
    portal: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "store"
    clerk = office(f"{portal.url}/gateway/v1", token_of(portal), CLERK, store, portal.clock, keep_copies=True)

    async def killed(*_: object) -> None:
        raise asyncio.CancelledError

    with monkeypatch.context() as patched:
        patched.setattr(clerk.outbox, "keep", killed)
        with pytest.raises(asyncio.CancelledError):
            await clerk.send(await paper(tmp_path / "in", 1_000))
    assert len(list((store / "copies").iterdir())) == 1
    assert await clerk.documents.resume(clerk.sender) == ()
    assert not list((store / "copies").iterdir())
    await clerk.close()


async def test_a_line_that_breaks_again_and_again_costs_no_byte_twice(
    portal: Portal, clerk: Office, tmp_path: Path
) -> None:
    portal.switch("upload_drop_bytes", "100000")
    file = await paper(tmp_path / "in", 450_000)
    sent = await clerk.send(file)
    assert sent.state is State.CONFIRMED, sent.problem
    assert sent.receipt is not None
    assert sent.receipt.files[0].sha256 == file.sha256
    assert (appends(portal), looks(portal)) == (5, 4)
    assert all(0 < wait <= 30 for wait in clerk.pauses.waits)


@pytest.mark.parametrize(
    ("fault", "looked"),
    [
        ("append.locked", True),
        ("append.checksum", True),
        ("append.half", True),
        ("uploads.429", False),
        ("uploads.503", False),
        ("uploads.page", False),
        ("uploads.drop", False),
    ],
)
async def test_trouble_is_borne_however_long(
    portal: Portal, clerk: Office, tmp_path: Path, fault: str, looked: bool
) -> None:
    portal.fault(fault, times=4)
    sent = await clerk.send(await paper(tmp_path / "in", 200_000))
    assert sent.state is State.CONFIRMED, sent.problem
    assert bool(looks(portal)) == looked
    assert len(clerk.pauses.waits) >= 3


async def test_waits_grow_to_half_a_minute_and_not_further(
    portal: Portal, clerk: Office, tmp_path: Path
) -> None:
    portal.fault("append.locked", times=9)
    assert (await clerk.send(await paper(tmp_path / "in", 10))).state is State.CONFIRMED
    assert clerk.pauses.waits == [0.5, 1, 2, 4, 8, 15, 15, 15, 15]


async def test_another_offset_is_asked_for_and_gone_on_from_at_once(
    portal: Portal, clerk: Office, tmp_path: Path
) -> None:
    portal.fault("append.offset", times=1)
    assert (await clerk.send(await paper(tmp_path / "in", 10))).state is State.CONFIRMED
    assert (clerk.pauses.waits, looks(portal)) == ([], 1)


async def test_an_upload_that_is_gone_is_made_anew_once(
    portal: Portal, clerk: Office, tmp_path: Path
) -> None:
    portal.fault("append.gone", times=1)
    file = await paper(tmp_path / "in", 10)
    assert (await clerk.send(file)).state is State.CONFIRMED
    portal.fault("append.gone", times=2)
    with pytest.raises(Problem, match=r"upload\.gone"):
        await clerk.send(file)
    found = {each.state for each in await clerk.outbox.find(CLERK)}
    assert found == {State.CONFIRMED, State.UPLOADING}
    (resumed,) = await clerk.documents.resume(clerk.sender)
    assert resumed.submission.state is State.CONFIRMED


async def test_a_final_refusal_ends_the_upload_and_keeps_the_submission(
    portal: Portal, clerk: Office, tmp_path: Path
) -> None:
    portal.fault("append.kind", times=1)
    with pytest.raises(Problem, match=r"upload\.kind"):
        await clerk.send(await paper(tmp_path / "in", 10))
    (kept,) = await clerk.outbox.find(CLERK)
    assert kept.state is State.UPLOADING
    assert await clerk.outbox.send_all(clerk.sender) == []  # the form alone never goes
    await clerk.documents.cancel(clerk.sender, kept.id)
    assert await clerk.outbox.find(CLERK) == []
    assert not list((tmp_path / "portal" / "world.sqlite.uploads").iterdir())


@pytest.mark.parametrize("fault", ["uploads.503", "uploads.drop", "uploads.slow"])
async def test_a_server_that_is_away_hears_later_that_an_upload_is_given_up(
    portal: Portal, clerk: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    monkeypatch.setattr(desk, "CANCEL_SECONDS", 0.1)
    stored = tmp_path / "portal" / "world.sqlite.uploads"
    portal.fault("append.kind", times=1)
    with pytest.raises(Problem, match=r"upload\.kind"):
        await clerk.send(await paper(tmp_path / "in", 10))
    (kept,) = await clerk.outbox.find(CLERK)
    portal.fault(fault, times=1)
    await clerk.documents.cancel(clerk.sender, kept.id)
    assert await clerk.outbox.find(CLERK) == []
    assert await clerk.documents.uploads(CLERK, kept.id)
    assert len(list(stored.iterdir())) == 1
    assert await clerk.documents.resume(clerk.sender) == ()
    assert await clerk.documents.uploads(CLERK, kept.id) == ()
    assert not list(stored.iterdir())


async def test_a_server_is_not_told_to_end_what_has_expired_there(
    portal: Portal, clerk: Office, tmp_path: Path
) -> None:
    portal.fault("append.kind", times=1)
    with pytest.raises(Problem, match=r"upload\.kind"):
        await clerk.send(await paper(tmp_path / "in", 10))
    (kept,) = await clerk.outbox.find(CLERK)
    portal.fault("uploads.503", times=1)
    await clerk.documents.cancel(clerk.sender, kept.id)
    portal.clock.forward(days=2)
    portal.calls.clear()
    await clerk.documents.resume(clerk.sender)
    assert portal.calls == []
    assert await clerk.documents.uploads(CLERK, kept.id) == ()


async def test_a_bit_that_the_server_stored_wrong_is_found_and_sent_again(
    portal: Portal, clerk: Office, tmp_path: Path
) -> None:
    portal.fault("append.flip", times=1)
    files = [await paper(tmp_path / "in", 10, seed, f"{seed}.pdf") for seed in (1, 2)]
    sent = await clerk.send(*files)
    assert sent.state is State.CONFIRMED, sent.problem
    assert appends(portal) == 3  # only the file that was damaged


async def test_a_wrong_hash_in_the_receipt_is_no_confirmation(
    portal: Portal, clerk: Office, tmp_path: Path
) -> None:
    portal.fault("submissions.hash", times=1)
    sent = await clerk.send(await paper(tmp_path / "in", 10))
    assert (sent.state, sent.receipt) == (State.UNCONFIRMED, None)
    assert sent.problem is not None
    assert (sent.problem.code, sent.problem.parameters["number"]) == ("upload.not_equal", "PD-10001")
    portal.clock.forward(hours=1)
    (again,) = await clerk.outbox.send_due(clerk.sender)
    assert (again.state, again.receipt) == (State.UNCONFIRMED, None)


async def test_a_proxy_that_holds_bodies_back_gets_pieces_with_checksums(
    portal: Portal, clerk: Office, tmp_path: Path
) -> None:
    portal.fault("append.hold", times=1)
    sent = await clerk.send(await paper(tmp_path / "in", 700_000))
    assert sent.state is State.CONFIRMED, sent.problem
    assert appends(portal) == 1 + 4  # pieces of 64, 128, 256 KiB and the rest


async def test_a_file_that_was_changed_meanwhile_is_not_mixed_with_what_is_there(
    portal: Portal, clerk: Office, tmp_path: Path
) -> None:
    portal.fault("append.kind", times=1)
    file = await paper(tmp_path / "in", 10)
    with pytest.raises(Problem, match=r"upload\.kind"):
        await clerk.send(file)
    await paper(tmp_path / "in", 10, seed=2)
    (resumed,) = await clerk.documents.resume(clerk.sender)
    assert resumed.problem is not None
    assert resumed.problem.code == "upload.file_changed"
    assert appends(portal) == 1


async def test_a_session_that_ends_keeps_the_upload_for_the_next_one(
    portal: Portal, clerk: Office, tmp_path: Path
) -> None:
    portal.switch("upload_drop_bytes", "100000")

    def end_session() -> None:
        with portal.world.transaction() as moment:
            moment.db.execute("UPDATE token SET revoked = 1")

    clerk.pauses.then = end_session
    with pytest.raises(Problem, match=r"gateway\.token"):
        await clerk.send(await paper(tmp_path / "in", 250_000))
    clerk.pauses.then = None
    portal.switch("upload_drop_bytes", "0")
    portal.calls.clear()
    next_session = replace(clerk.sender, bearer=Token(token_of(portal)))
    (resumed,) = await clerk.documents.resume(next_session)
    assert resumed.submission.state is State.CONFIRMED
    assert (appends(portal), looks(portal)) == (1, 1)


async def test_what_expired_at_the_server_is_sent_anew(portal: Portal, clerk: Office, tmp_path: Path) -> None:
    portal.fault("append.kind", times=1)
    with pytest.raises(Problem, match=r"upload\.kind"):
        await clerk.send(await paper(tmp_path / "in", 10))
    portal.clock.forward(hours=11)  # the token holds longer than that
    with portal.world.transaction() as moment:
        moment.db.execute("UPDATE upload SET expires_at = ?", (moment.now - 1,))
    (resumed,) = await clerk.documents.resume(clerk.sender)
    assert resumed.submission.state is State.CONFIRMED


async def test_cancelled_and_taken_up_again_it_goes_on_where_it_was(
    portal: Portal, clerk: Office, tmp_path: Path
) -> None:
    portal.switch("upload_drop_bytes", "100000")
    stopped = asyncio.Event()
    clerk.pauses.then = stopped.set
    sending = asyncio.create_task(clerk.send(await paper(tmp_path / "in", 250_000)))
    await stopped.wait()
    sending.cancel()
    await asyncio.wait([sending])
    portal.switch("upload_drop_bytes", "0")
    portal.calls.clear()
    (resumed,) = await clerk.documents.resume(clerk.sender)
    assert resumed.submission.state is State.CONFIRMED
    assert (appends(portal), looks(portal)) == (1, 1)


async def test_what_arrives_after_its_last_day_is_not_sent(
    portal: Portal, clerk: Office, tmp_path: Path
) -> None:
    portal.fault("append.locked", times=1)
    file = await paper(tmp_path / "in", 10)
    filled = FilledForm(form="inquiry", files=(file,), deadline=date(2026, 11, 22))
    late: list[asyncio.Task[object]] = []

    def next_day() -> None:
        portal.clock.forward(days=1)
        with portal.world.transaction() as moment:
            moment.db.execute("UPDATE token SET expires_at = expires_at + 100000")
        late.append(asyncio.create_task(clerk.outbox.send_due(clerk.sender)))

    clerk.pauses.then = next_day
    sent = await clerk.documents.submit(clerk.sender, CLINIC, filled)
    await late[0]
    assert sent.state is State.EXPIRED
    assert not portal.posts("/submissions")
    assert not list((tmp_path / "portal" / "world.sqlite.uploads").iterdir())


async def test_what_the_outbox_sends_by_itself_once_the_files_are_there_is_told_as_it_stands(
    portal: Portal, clerk: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uploaded = clerk.outbox.uploaded

    async def taken_up(owner: str, submission_id: str) -> Submission:
        kept = await uploaded(owner, submission_id)
        await clerk.outbox.send_due(clerk.sender)
        return kept

    monkeypatch.setattr(clerk.outbox, "uploaded", taken_up)
    sent = await clerk.send(await paper(tmp_path / "in", 10))
    assert sent.state is State.CONFIRMED
    assert portal.posts("/submissions") == 1


async def test_two_terminals_do_not_send_the_same_files(
    portal: Portal, clerk: Office, tmp_path: Path
) -> None:
    portal.fault("append.kind", times=1)
    with pytest.raises(Problem, match=r"upload\.kind"):
        await clerk.send(await paper(tmp_path / "in", 10))
    other = office(f"{portal.url}/gateway/v1", token_of(portal), CLERK, clerk.store, portal.clock)
    (kept,) = await clerk.outbox.find(CLERK)
    with clerk.documents._shelf.held(kept.id):
        (resumed,) = await other.documents.resume(other.sender)
    assert resumed.problem is not None
    assert resumed.problem.code == "upload.elsewhere"
    await other.close()


async def test_parts_are_joined_where_one_flow_is_slow(portal: Portal, tmp_path: Path) -> None:
    base = f"{portal.url}/gateway/v1"
    clerk = office(base, token_of(portal), CLERK, tmp_path / "store", portal.clock, slow_flow_kbit=100_000)
    portal.switch("upload_drop_bytes", "900000")
    file = await paper(tmp_path / "in", 3 * MEGABYTE + 7)
    sent = await clerk.send(file)
    assert sent.state is State.CONFIRMED, sent.problem
    assert sent.receipt is not None
    assert sent.receipt.files[0].sha256 == file.sha256
    posts = portal.posts("/uploads")
    assert posts == 3 + 1
    await clerk.close()


async def test_each_step_has_its_entry(portal: Portal, clerk: Office, tmp_path: Path) -> None:
    file = await paper(tmp_path / "in", 10, name="Alma Quillfeather.pdf")
    sent = await clerk.send(file, mbi="1AA0AA0AA01")
    told = [(each["event"], each["outcome"], each.get("reason", "")) for each in records(clerk.store)]
    assert [each for each in told if each[0].startswith("record.")] == [
        ("record.outbox", "success", "uploading"),
        ("record.upload", "pending", ""),
        ("record.upload", "success", "uploaded"),
        ("record.submit", "pending", ""),
        ("record.submit", "success", "confirmed"),
        ("record.upload", "success", "confirmed"),
    ]
    written = str(records(clerk.store))
    assert file.sha256 in written
    assert "Quillfeather" not in written
    assert sent.receipt is not None


async def test_the_portal_within_the_program_takes_bytes_as_they_come_too(tmp_path: Path) -> None:
    async with practice_gateway(tmp_path) as gateway:
        with gateway.world.transaction() as moment:
            moment.set_switch("upload_drop_bytes", "100000")
        clerk = office(
            BASE,
            gateway.token(CLERK).access_token(),
            CLERK,
            tmp_path / "store",
            gateway.clock,
            transport=lambda: PracticeTransport(tmp_path / "world.sqlite", gateway.clock),
        )
        file = await paper(tmp_path / "in", 250_000)
        sent = await clerk.send(file)
        assert sent.state is State.CONFIRMED, sent.problem
        assert len(clerk.pauses.waits) == 2
        (tmp_path / "in" / "records.pdf").write_bytes(b"")
        changed = replace(file, size=0, sha256=sha256(b"").hexdigest())
        assert (await clerk.send(changed)).state is State.REFUSED  # an empty file is none
        await clerk.close()


OF_APPEAL = {
    "claim_number": "9926000000125",
    "first_name": "Yorick",
    "last_name": "Yarrowdale",
    "mbi": "1AA0AA0AA24",
    "appeal_number": "PRA-0125-1",
    "requestor": "Wren Applegarth",
}


@pytest.mark.parametrize(
    ("changed", "code", "fields"),
    [
        ({}, "", ()),
        ({"claim_number": "9926000000126", "appeal_number": "PRA-0126-1"}, "appeals.decided", ()),
        ({"appeal_number": "PRA-0000-1"}, "appeals.none", ()),
        ({"claim_number": "9926000000126"}, "gateway.matching", ("claim_number",)),
        ({"mbi": "1AA0AA0AA01"}, "gateway.matching", ("mbi",)),
    ],
)
async def test_papers_for_an_appeal_are_taken_while_it_is_pending_and_of_that_claim(
    clerk: Office, tmp_path: Path, changed: dict[str, str], code: str, fields: tuple[str, ...]
) -> None:
    filled = FilledForm(
        form="appeal", fields={**OF_APPEAL, **changed}, files=(await paper(tmp_path / "in", 3),)
    )
    sent = await clerk.documents.submit(clerk.sender, CLINIC, filled)
    assert (sent.problem.code if sent.problem else "") == code
    assert (sent.problem.fields if sent.problem else ()) == fields
    assert sent.state is (State.REFUSED if code else State.CONFIRMED)
