"""What tests of the store leave behind is cleared away."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _nothing_stays_open(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Close the test's own files behind it: a process that really dies takes its descriptors along."""
    yield
    root = str(tmp_path_factory.getbasetemp())
    for entry in list(Path("/proc/self/fd").iterdir()):
        with suppress(OSError):
            if entry.readlink().as_posix().startswith(root):
                os.close(int(entry.name))
