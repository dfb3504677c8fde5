"""Fixtures for tests that go over the wire."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.wire.portal import Portal, Served, fresh_portal, serving


@pytest.fixture(scope="session")
def served() -> Iterator[Served]:
    with serving() as running:
        yield running


@pytest.fixture
def portal(served: Served, tmp_path: Path) -> Iterator[Portal]:
    with fresh_portal(served, tmp_path / "portal") as portal:
        yield portal
