"""What holds for every test."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from spot_tui.terminal.caches import forget_drawn_lines
from spot_tui.words import SOURCE, use_language

# A busy machine is no failure, and the same tests try the same cases every time; the long run draws its own.
settings.register_profile(
    "ours",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=not os.environ.get("SPOT_TUI_SOAK"),
)
settings.load_profile("ours")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Leave no test another language than the source's."""
    yield
    use_language(SOURCE)


def pytest_collection_finish() -> None:
    """Spare the garbage collector what lives to the end: thousands of tests, and the modules they are in."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


@pytest.fixture(scope="module", autouse=True)
def spared() -> Iterator[None]:
    """Spare the garbage collector what a file of tests has left for good: caches, and modules read late."""
    yield
    forget_drawn_lines()
    gc.collect()
    gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: many tests wait for a program of their own."""
    return (os.cpu_count() or 1) + 1
