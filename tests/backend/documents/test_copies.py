"""Encrypted copies are read like the file, and tell when they are not what was written."""

from __future__ import annotations

from pathlib import Path

import pytest

from spot_tui.backend.documents.copies import Copies
from spot_tui.backend.documents.local_file import opened
from spot_tui.backend.problems import Problem

KEY = bytes(range(32))
BLOCK = 64 * 1024 + 16


async def copied(tmp_path: Path, content: bytes) -> tuple[Copies, Path]:
    file = tmp_path / "records.pdf"
    file.write_bytes(content)
    copies = Copies(tmp_path / "copies")
    with opened(file, file.name) as source:
        await copies.make("one", KEY, source)
    return copies, tmp_path / "copies" / "one.copy"


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 200_000])
async def test_a_copy_is_read_like_the_file(tmp_path: Path, size: int) -> None:
    content = bytes(n * 7 % 251 for n in range(size))
    copies, _ = await copied(tmp_path, content)
    assert copies.has("one")
    with copies.opened("one", KEY, size, "records.pdf") as copy:
        assert copy.size == size
        read = b"".join([step async for step in copy.blocks(0, size)])
        assert read == content
        if size > 70_000:
            assert b"".join([step async for step in copy.blocks(65_000, 2_000)]) == content[65_000:67_000]
    (tmp_path / "copies" / "one.part").touch()
    copies.drop("one")
    copies.drop("one")
    assert not list((tmp_path / "copies").iterdir())


@pytest.mark.parametrize("harm", ["byte", "cut", "swapped", "key", "name", "size"])
async def test_a_copy_that_is_not_what_was_written_is_noticed(tmp_path: Path, harm: str) -> None:
    content = bytes(200_000)
    copies, path = await copied(tmp_path, content)
    sealed = path.read_bytes()
    key, size, reference = KEY, len(content), "one"
    if harm == "byte":
        path.write_bytes(sealed[:100] + bytes([sealed[100] ^ 1]) + sealed[101:])
    elif harm == "cut":
        path.write_bytes(sealed[:-1])
    elif harm == "swapped":
        path.write_bytes(sealed[BLOCK : 2 * BLOCK] + sealed[:BLOCK] + sealed[2 * BLOCK :])
    elif harm == "key":
        key = bytes(32)
    elif harm == "name":
        reference = "two"
        path.rename(path.with_name("two.copy"))
    else:
        size -= 1
    with (
        copies.opened(reference, key, size, "records.pdf") as copy,
        pytest.raises(Problem, match=r"upload\.file_missing"),
    ):
        await copy.sha256()


async def test_no_copy_is_left_of_a_file_that_became_shorter_meanwhile(tmp_path: Path) -> None:
    file = tmp_path / "records.pdf"
    file.write_bytes(bytes(100_000))
    copies = Copies(tmp_path / "copies")

    with opened(file, file.name) as source:
        size = source.size
        read = source.read

        async def shrinking(start: int, length: int) -> bytes:
            file.write_bytes(bytes(70_000))
            return await read(start, length)

        source.read = shrinking  # type: ignore[method-assign]
        assert size == 100_000
        with pytest.raises(Problem, match=r"upload\.file_changed"):
            await copies.make("one", KEY, source)
    assert not list((tmp_path / "copies").iterdir())
