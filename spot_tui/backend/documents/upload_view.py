"""An upload in words: how far each file is, and what the line is doing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from spot_tui.backend.documents.sent_view import show_time
from spot_tui.backend.documents.upload_meter import LineState
from spot_tui.backend.documents.view import show_size
from spot_tui.backend.eligibility.sheet import Row, Section
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.documents.upload import Upload
    from spot_tui.backend.documents.upload_meter import Meter

_COLUMNS = ("name", "size", "arrived", "state")
_BAR = 40


def arrived_bytes(upload: Upload, meter: Meter | None) -> int:
    """Return how many bytes of a file are over there, by `meter` where this file is on its way."""
    if upload.url:
        return upload.file.size
    is_on_its_way = meter is not None and meter.name == upload.file.name and meter.size == upload.file.size
    return meter.arrived if meter is not None and is_on_its_way else upload.arrived


def uploads_section(uploads: tuple[Upload, ...], meter: Meter | None) -> Section:
    """Return the files with how far each is."""
    return Section(
        "",
        tuple(_rows(uploads, meter)),
        tuple(say(f"upload.column.{each}") for each in _COLUMNS),
        frozenset({1, 2}),
    )


def _rows(uploads: tuple[Upload, ...], meter: Meter | None) -> Iterator[Row]:
    for upload in uploads:
        arrived = arrived_bytes(upload, meter)
        if upload.url:
            state = say("upload.state.arrived")
        elif arrived:
            state = say("upload.state.begun")
        else:
            state = say("upload.state.waits")
        yield Row((upload.file.name, show_size(upload.file.size), percent(arrived, upload.file.size), state))


def percent(arrived: int, size: int) -> str:
    """Return how much of `size` has arrived; 100 % only when all of it has."""
    return say("upload.percent", count=arrived * 100 // size if size else 100)


def bar(arrived: int, size: int) -> str:
    """Return a bar of what has arrived."""
    full = arrived * _BAR // size if size else _BAR
    return f"[{'#' * full}{'.' * (_BAR - full)}] {percent(arrived, size)}"


def line_words(meter: Meter) -> str:
    """Return what the line is doing with a file."""
    if meter.state is LineState.WAITING:
        return say("upload.line.waits", count=int(meter.seconds_to_next_try + 0.999))
    return say("upload.line.stalled" if meter.is_stalled else f"upload.line.{meter.state}")


def rate_words(rate: float, left: int) -> str:
    """Return how fast bytes arrive and how long the `left` ones take; empty while that is not known."""
    if not rate:
        return ""
    return say("upload.rate", rate=f"{rate * 8 / 1000:,.0f}", left=show_time(left / rate))
