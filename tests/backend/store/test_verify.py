import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from spot_tui.backend.problems import Problem
from spot_tui.backend.store.keys import Keys, mac_key
from spot_tui.backend.store.lines import MacChain, Position
from spot_tui.backend.store.segments import segment_file, segments, sha256_of
from spot_tui.backend.store.verify import examine, verify
from tests.backend.store.builders import SOAK, dying_at, events, last_segment, log_of_days, new_log
from tests.backend.store.builders import records as records_of


@pytest.fixture
def store(tmp_path: Path) -> Path:
    log_of_days(tmp_path / "store", anchor=tmp_path / "anchor")
    return tmp_path / "store"


def reasons(store: Path, anchor: Path | None = None) -> list[str]:
    return [finding.reason for finding in examine(store, anchor).findings]


def without_first_key(store: Path) -> Path:
    return Keys(store / "keys").first_file.rename(store.parent / "officer.key")


def day(store: Path, number: int) -> Path:
    return segment_file(store / "audit", segments(store / "audit")[number])


def forged(store: Path, number: int, chain_key: bytes | None = None) -> list[bytes]:
    """Return the lines of a segment with one record taken out and the rest chained anew."""
    keys = Keys(store / "keys")
    state = keys.chain_state()
    assert state is not None
    codec = MacChain(mac_key(chain_key or state.key, keys.store_key()))
    lines = [line.split(b" ", 2) for line in day(store, number).read_bytes().splitlines()]
    first = json.loads(lines[0][2])["details"].get("link_mac", Position().mark.decode()).encode()
    mark, made = first, []
    for seq, (_, _, body) in enumerate([lines[0], *lines[2:]], start=int(lines[0][1])):
        mark, _ = codec.seal(mark, seq, json.loads(body))
        made.append(b"%b %d %b\n" % (mark, seq, body))
    return made


def test_a_sound_log_is_proved_as_far_as_the_keys_reach(store: Path) -> None:
    found = examine(store)
    assert (found.segments, found.records, found.links) == (3, 12, 2)
    assert (found.macs, found.first_key_here, found.sound) == ("all", True, True)


def test_without_the_first_key_only_the_present_segments_proofs_are_checked(store: Path) -> None:
    officer = without_first_key(store)
    found = examine(store)
    assert (found.macs, found.first_key_here, found.links, found.sound) == ("present", False, 2, True)
    assert examine(store, first_key=officer).macs == "all"


def test_an_empty_store_and_none_at_all_are_sound(tmp_path: Path) -> None:
    assert examine(tmp_path).sound
    assert examine(tmp_path / "none").sound
    assert not (tmp_path / "none").exists()


def test_examining_changes_nothing(store: Path) -> None:
    before = {path: path.read_bytes() for path in store.rglob("*") if path.is_file()}
    examine(store)
    assert {path: path.read_bytes() for path in store.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("officer_has_first_key", [True, False])
def test_any_bit_flipped_on_any_day_is_found(store: Path, officer_has_first_key: bool) -> None:
    if officer_has_first_key:
        without_first_key(store)
    step = 1 if SOAK else 23
    for number in range(3):
        path = day(store, number)
        data = path.read_bytes()
        for place in range(0, len(data) * 8, step):
            path.write_bytes(
                data[: place // 8] + bytes([data[place // 8] ^ 1 << place % 8]) + data[place // 8 + 1 :]
            )
            assert not examine(store).sound, (number, place)
        path.write_bytes(data)


@pytest.mark.parametrize("number", [0, 1, 2])
@pytest.mark.parametrize(
    "change",
    [
        lambda lines: lines[1:],
        lambda lines: [lines[0], *lines[2:]],
        lambda lines: lines[:-1],
        lambda lines: lines[:1],
        lambda lines: [],
        lambda lines: [lines[0], lines[2], lines[1], *lines[3:]],
        lambda lines: [*lines, lines[-1]],
        lambda lines: [*lines[:2], b"0" * 64 + b' 3 {"event":"record.view"}\n', *lines[2:]],
        lambda lines: [*lines, b"rest without line feed"],
    ],
    ids=["first", "middle", "last", "all but first", "all", "swap", "doubled", "inserted", "rest"],
)
def test_lines_taken_moved_or_added_are_found(
    store: Path, number: int, change: Callable[[list[bytes]], list[bytes]]
) -> None:
    path = day(store, number)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(change(lines)))
    found = examine(store)
    if number == 2 and change(lines) in (lines[:-1], lines[:1]):
        assert found.sound  # nothing in the log itself can show that its tail was cut
    elif number == 2 and change(lines)[-1:] == [b"rest without line feed"]:
        assert (found.sound, found.unfinished_bytes) == (True, 22)
    else:
        assert not found.sound


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_segment_taken_away_is_found(store: Path, number: int) -> None:
    day(store, number).unlink()
    with_first_key = reasons(store)
    without_first_key(store)
    assert reasons(store) == ["unlinked" if number == 1 else "removed"]
    assert with_first_key == [*(["key_other"] if number < 2 else []), *reasons(store)]


def test_the_first_key_of_another_log_is_told_as_such(store: Path, tmp_path: Path) -> None:
    log_of_days(tmp_path / "other")
    found = examine(store, first_key=Keys(tmp_path / "other" / "keys").first_file)
    assert ([finding.reason for finding in found.findings], found.macs) == (["key_other"], "present")


@pytest.mark.parametrize(
    "body",
    [b"{}", b'{"details":[1]}', b'{"details":{"link_segment":7}}', b"[" * 60_000, b"x" * 5_000_000],
    ids=["empty", "list", "number", "deep", "long"],
)
def test_a_first_record_of_any_shape_is_a_finding(store: Path, body: bytes) -> None:
    lines = day(store, 1).read_bytes().splitlines(keepends=True)
    day(store, 1).write_bytes(b"".join([b"0" * 64 + b" 5 " + body + b"\n", *lines[1:]]))
    assert reasons(store)


def test_a_segment_slipped_in_is_found(store: Path) -> None:
    shutil.copy2(day(store, 2), segment_file(store / "audit", "2026/11/25"))
    assert set(reasons(store)) >= {"unknown"}


def test_a_log_whose_end_was_cut_is_found_by_its_anchors(tmp_path: Path) -> None:
    store, anchor = tmp_path / "store", tmp_path / "anchor"
    log = new_log(store, anchor=anchor)
    for _ in range(10):
        log.record_now("record.view")
    log.record_now("session.end")
    log.close()
    assert (examine(store, anchor).anchors, reasons(store, anchor)) == (1, [])
    data = last_segment(store).read_bytes()
    for cut in (1, 10):
        kept = data.splitlines(keepends=True)[:-cut]
        last_segment(store).write_bytes(b"".join(kept))
        assert (reasons(store), reasons(store, anchor)) == ([], ["anchor"])


def test_yesterdays_copy_put_back_is_found_by_the_anchors(tmp_path: Path) -> None:
    store, anchor = tmp_path / "store", tmp_path / "anchor"
    clock = log_of_days(store, days=1, anchor=anchor)
    shutil.copytree(store, tmp_path / "copy")
    clock.forward(days=1)
    log = new_log(store, clock, anchor=anchor)
    log.record_now("session.end")
    log.close()
    shutil.rmtree(store)
    (tmp_path / "copy").rename(store)
    assert (reasons(store), reasons(store, anchor)) == ([], ["anchor"])


def test_a_store_thrown_away_and_begun_anew_is_found_by_the_anchors(tmp_path: Path) -> None:
    store, anchor = tmp_path / "store", tmp_path / "anchor"
    log = new_log(store, anchor=anchor)
    log.record_now("session.start")
    log.close()
    shutil.rmtree(store)
    assert reasons(store, anchor) == ["anchor"]
    log = new_log(store, anchor=anchor)
    log.record_now("session.start")
    log.close()
    assert reasons(store, anchor) == ["anchor"]


def test_anchors_are_written_at_sign_in_sign_out_and_every_hundred_records(tmp_path: Path) -> None:
    log = new_log(tmp_path / "store", anchor=tmp_path / "anchor")
    log.record_now("session.start")
    for _ in range(205):
        log.record_now("record.view")
    log.record_now("session.end")
    log.close()
    lines = [json.loads(line) for line in (tmp_path / "anchor").read_text().splitlines()]
    assert [line["count"] for line in lines] == [2, 100, 200, 208]
    assert (lines[0]["boot"], lines[0]["ts"]) == ("boot-a", "2026-11-22T14:00:00.000+00:00")
    assert [len(line["mac"]) for line in lines] == [64] * 4


def test_an_anchor_whose_writing_was_cut_spoils_no_other(tmp_path: Path) -> None:
    store, anchor = tmp_path / "store", tmp_path / "anchor"
    log = new_log(store, anchor=anchor)
    log.record_now("session.start")
    with anchor.open("ab") as file:
        file.write(b'{"count": 3, "m')
    log.record_now("session.end")
    log.record_now("session.start")
    log.close()
    found = examine(store, anchor)
    assert (found.anchors, found.anchors_unreadable, found.findings) == (2, 1, [])


def test_an_anchor_place_that_is_away_is_recorded_once_and_work_goes_on(tmp_path: Path) -> None:
    store, anchor = tmp_path / "store", tmp_path / "away" / "anchor"
    log = new_log(store, anchor=anchor)
    for _ in range(3):
        log.record_now("session.start")
    anchor.parent.mkdir()
    log.record_now("session.end")
    log.close()
    assert [record["event"] for record in records_of(store) if record["outcome"] == "unavailable"] == [
        "audit.anchor"
    ]
    assert examine(store, anchor).anchors == 1


def test_an_anchor_file_that_cannot_be_read_is_told(store: Path, tmp_path: Path) -> None:
    assert examine(store, tmp_path / "nowhere").anchors is None


def test_today_forged_without_the_key_is_found(store: Path) -> None:
    day(store, 2).write_bytes(b"".join(forged(store, 2, chain_key=b"guess" * 8)))
    assert reasons(store) == ["line"]


def test_an_earlier_day_forged_with_todays_key_is_found_by_its_link(store: Path) -> None:
    without_first_key(store)
    day(store, 0).write_bytes(b"".join(forged(store, 0)))
    assert reasons(store) == ["unlinked"]


def test_all_days_forged_and_linked_anew_with_todays_key_are_found_by_the_first_key(store: Path) -> None:
    officer = without_first_key(store)
    keys = Keys(store / "keys")
    state = keys.chain_state()
    assert state is not None
    assert state.link is not None
    before = json.loads(day(store, 1).read_bytes().splitlines()[0].split(b" ", 2)[2])["details"]
    made = forged(store, 1)
    day(store, 1).write_bytes(b"".join(made))
    _relink_today(store, made)
    assert before["link_segment"] == "2026/11/22"
    assert reasons(store) == []
    assert [finding.where for finding in examine(store, first_key=officer).findings] == [str(day(store, 1))]


def _relink_today(store: Path, made: list[bytes]) -> None:
    from dataclasses import replace

    keys = Keys(store / "keys")
    state = keys.chain_state()
    assert state is not None
    assert state.link is not None
    mac, seq = made[-1].split(b" ")[:2]
    link = replace(
        state.link, mac=mac.decode(), seq=int(seq), count=len(made), sha256=sha256_of(day(store, 1))
    )
    keys.save_chain_state(replace(state, link=link))
    codec = MacChain(mac_key(state.key, keys.store_key()))
    mark, lines = mac, []
    for number, line in enumerate(day(store, 2).read_bytes().splitlines(), start=int(seq) + 1):
        document = json.loads(line.split(b" ", 2)[2])
        if number == int(seq) + 1:
            document["details"] |= {
                "link_mac": link.mac,
                "link_count": link.count,
                "link_sha256": link.sha256,
            }
        mark, body = codec.seal(mark, number, document)
        lines.append(b"%b %d %b\n" % (mark, number, body))
    day(store, 2).write_bytes(b"".join(lines))


@pytest.mark.parametrize(
    ("remove", "reason"), [("store.key", "key_removed"), ("audit-chain.json", "key_removed")]
)
def test_a_key_removed_is_found_and_the_order_checked_all_the_same(
    store: Path, remove: str, reason: str
) -> None:
    without_first_key(store)
    (store / "keys" / remove).unlink()
    found = examine(store)
    assert [finding.reason for finding in found.findings] == [reason]
    assert (found.macs, found.records) == ("none", 12)


def test_a_segment_that_is_a_link_is_found(store: Path, tmp_path: Path) -> None:
    moved = day(store, 0).rename(tmp_path / "moved")
    segment_file(store / "audit", "2026/11/22").symlink_to(moved)
    assert "unsafe" in reasons(store)


def test_a_log_that_a_kill_left_between_two_segments_is_sound(tmp_path: Path) -> None:
    clock = log_of_days(tmp_path, days=1)
    clock.forward(days=1)
    state = Keys(tmp_path / "keys").chain_state()
    for step in range(1, 40):
        with dying_at(step), pytest.raises(BaseException, match=r"^$"):
            new_log(tmp_path, clock).record_now("record.view")
        assert examine(tmp_path).sound
        if Keys(tmp_path / "keys").chain_state() != state:
            return
    pytest.fail("the state never changed")


def test_verifying_is_recorded_with_its_outcome(store: Path) -> None:
    log = new_log(store)
    assert verify(log).recorded
    found = records_of(store)[-1]
    assert (found["event"], found["outcome"], found["details"]) == (
        "audit.verify",
        "success",
        {"records": 12},
    )


def test_damage_of_an_old_day_is_recorded_too(store: Path) -> None:
    path = day(store, 0)
    path.write_bytes(path.read_bytes().replace(b"record.view", b"record.gaze"))
    found = verify(new_log(store))
    assert (found.sound, found.recorded) == (False, True)
    assert (records_of(store)[-1]["outcome"], records_of(store)[-1]["code"]) == (
        "unavailable",
        "audit.broken",
    )


def test_a_log_that_takes_no_record_is_verified_without_one(store: Path) -> None:
    path = day(store, 2)
    path.write_bytes(path.read_bytes().replace(b"record.view", b"record.gaze"))
    before = len(events(store))
    log = new_log(store)
    found = verify(log)
    assert (found.sound, found.recorded) == (False, False)
    assert len(events(store)) == before
    with pytest.raises(Problem):
        log.record_now("record.view")
