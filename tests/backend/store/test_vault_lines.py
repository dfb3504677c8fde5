import base64
from typing import Any

import pytest

from spot_tui.backend.store.lines import GENESIS, LineCodec
from spot_tui.backend.store.vault_lines import SealedLines

KEY = b"k" * 32
OTHER_MARK = b"a" * 32
LINE: dict[str, Any] = {"table": "drafts", "id": 7, "document": {"mbi": "1AA0AA0AA01"}}


def codec(key: bytes = KEY, owner: str = "clerk") -> SealedLines:
    return SealedLines(key, owner)


def test_a_sealed_line_opens_in_its_place() -> None:
    mark, body = codec().seal(GENESIS, 3, LINE)
    line_codec: LineCodec = codec()
    assert line_codec.holds(GENESIS, mark, 3, body)
    assert line_codec.document(GENESIS, mark, 3, body) == LINE


def test_a_removal_opens_as_one() -> None:
    mark, body = codec().seal(GENESIS, 3, {**LINE, "document": None})
    assert codec().document(GENESIS, mark, 3, body) == {"table": "drafts", "id": 7, "document": None}


@pytest.mark.parametrize(
    ("reader", "previous", "seq"),
    [
        (codec(owner="colleague"), GENESIS, 3),
        (codec(key=b"x" * 32), GENESIS, 3),
        (codec(), OTHER_MARK, 3),
        (codec(), GENESIS, 4),
    ],
    ids=["another owner", "another key", "after another line", "another revision"],
)
def test_a_line_moved_to_another_place_proves_nothing(reader: SealedLines, previous: bytes, seq: int) -> None:
    mark, body = codec().seal(GENESIS, 3, LINE)
    assert not reader.holds(previous, mark, seq, body)


@pytest.mark.parametrize("place", [b"drafts 8", b"outbox 7", b"drafts 07", b"drafts  7", b"drafts", b""])
def test_a_line_renamed_to_another_document_proves_nothing(place: bytes) -> None:
    mark, body = codec().seal(GENESIS, 3, LINE)
    sealed = body.rpartition(b" ")[2]
    assert codec().holds(GENESIS, mark, 3, b"drafts 7 " + sealed)
    assert not codec().holds(GENESIS, mark, 3, place + b" " + sealed)


def test_no_bit_of_a_line_can_be_changed() -> None:
    mark, body = codec().seal(GENESIS, 3, LINE)
    line = mark + body
    for place in range(len(line)):
        for bit in range(8):
            changed = line[:place] + bytes([line[place] ^ 1 << bit]) + line[place + 1 :]
            assert not codec().holds(GENESIS, changed[: len(mark)], 3, changed[len(mark) :])


def test_a_line_cannot_be_written_in_another_way() -> None:
    mark, body = codec().seal(GENESIS, 3, LINE)
    place, _, sealed = body.rpartition(b" ")
    raw = base64.b64decode(sealed)
    assert not codec().holds(GENESIS, mark.upper(), 3, body)
    assert not codec().holds(GENESIS, b" ".join([mark[:2], mark[2:]]), 3, body)
    assert not codec().holds(GENESIS, mark, 3, place + b" " + base64.urlsafe_b64encode(raw) + b"\n")
    last = raw[-1:].hex().encode()
    assert not codec().holds(GENESIS, last + mark, 3, place + b" " + base64.b64encode(raw[:-1]))


def test_what_is_no_line_of_ours_proves_nothing() -> None:
    for mark, body in [
        (b"", b""),
        (b"zz" * 16, b"a 1 aaaa"),
        (b"\xff" * 32, b"\xff 1 \xff"),
        (b"0" * 32, b"a 1 "),
    ]:
        assert not codec().holds(GENESIS, mark, 1, body)


def test_equal_documents_give_lines_that_share_nothing_to_compare() -> None:
    nonces = set()
    for _ in range(200):
        _, body = codec().seal(GENESIS, 3, LINE)
        nonces.add(base64.b64decode(body.rpartition(b" ")[2])[:12])
    assert len(nonces) == 200


def test_a_table_is_named_in_letters_that_need_no_quoting() -> None:
    for name in ("two words", "", "Drafts", "drafts\n", "é", "x" * 33):
        with pytest.raises(ValueError, match="small letters"):
            codec().seal(GENESIS, 1, {**LINE, "table": name})
