import asyncio
import threading
from collections.abc import Sequence

import pytest

from spot_tui.backend.store.commit import GroupCommit


class SlowDisk:
    """Stores batches, the first of them only when it is let go."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.busy = threading.Event()
        self.go_on = threading.Event()

    def commit(self, items: Sequence[str]) -> list[int]:
        if not self.batches:
            self.busy.set()
            self.go_on.wait()
        if "bad" in items:
            raise OSError("full")
        self.batches.append(list(items))
        return [len(item) for item in items]


async def test_what_waits_is_committed_in_one_batch_and_in_order() -> None:
    disk = SlowDisk()
    commits = GroupCommit(disk.commit, "test")
    first = asyncio.create_task(commits.put("a"))
    await asyncio.to_thread(disk.busy.wait)
    others = [asyncio.create_task(commits.put(item)) for item in ("bb", "ccc", "dddd")]
    await asyncio.sleep(0)
    disk.go_on.set()
    assert await asyncio.gather(first, *others) == [1, 2, 3, 4]
    assert disk.batches == [["a"], ["bb", "ccc", "dddd"]]
    commits.close()


async def test_the_loop_goes_on_while_the_disk_does_not() -> None:
    disk = SlowDisk()
    commits = GroupCommit(disk.commit, "test")
    waiting = asyncio.create_task(commits.put("a"))
    await asyncio.to_thread(disk.busy.wait)
    for _ in range(10):
        await asyncio.sleep(0)
    assert not waiting.done()
    disk.go_on.set()
    assert await waiting == 1
    commits.close()


async def test_an_item_is_committed_though_nobody_waits_any_more() -> None:
    disk = SlowDisk()
    commits = GroupCommit(disk.commit, "test")
    waiting = asyncio.create_task(commits.put("a"))
    await asyncio.to_thread(disk.busy.wait)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    disk.go_on.set()
    await asyncio.to_thread(commits.close)
    assert disk.batches == [["a"]]


async def test_a_failed_batch_is_told_to_all_who_wait_and_the_next_goes_on() -> None:
    disk = SlowDisk()
    disk.go_on.set()
    commits = GroupCommit(disk.commit, "test")
    results = await asyncio.gather(commits.put("bad"), commits.put("bad"), return_exceptions=True)
    assert [str(result) for result in results] == ["full", "full"]
    assert await commits.put("fine") == 4
    commits.close()


async def test_closing_commits_what_waits_and_a_later_item_begins_anew() -> None:
    disk = SlowDisk()
    commits = GroupCommit(disk.commit, "test")
    waiting = [asyncio.create_task(commits.put(item)) for item in ("a", "bb")]
    await asyncio.to_thread(disk.busy.wait)
    disk.go_on.set()
    commits.close()
    assert await asyncio.gather(*waiting) == [1, 2]
    assert await commits.put("later") == 5
    commits.close()


def test_a_loop_that_is_closed_hears_nothing_and_the_item_is_committed() -> None:
    disk = SlowDisk()
    commits = GroupCommit(disk.commit, "test")

    async def leave() -> None:
        asyncio.create_task(commits.put("a"))  # noqa: RUF006 - left alone on purpose
        await asyncio.to_thread(disk.busy.wait)

    asyncio.run(leave())
    disk.go_on.set()
    commits.close()
    assert disk.batches == [["a"]]
