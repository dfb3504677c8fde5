from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from spot_tui.sandbox.transport import PracticeTransport
from tests.backend.store.builders import SetClock


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "world.sqlite"


@pytest.fixture
async def wire(file: Path, clock: SetClock) -> AsyncIterator[httpx.AsyncClient]:
    transport = PracticeTransport(file, clock)
    async with httpx.AsyncClient(transport=transport, base_url="http://practice.invalid") as client:
        yield client
