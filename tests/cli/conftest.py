"""The practice portal over the wire, for signers that a test answers for."""

from __future__ import annotations

from tests.wire.conftest import portal, served

__all__ = ["portal", "served"]
