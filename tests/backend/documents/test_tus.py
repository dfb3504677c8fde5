"""The tus client against servers that answer as they like, its pace, and what a screen shows of it."""

from __future__ import annotations

import asyncio
import os
from base64 import b64decode
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from spot_tui.backend.documents.local_file import chosen, opened
from spot_tui.backend.documents.sent_view import progress_told
from spot_tui.backend.documents.tus import Body, TusServer
from spot_tui.backend.documents.upload import Part, Upload
from spot_tui.backend.documents.upload_flow import LEAST_STEP, MOST_STEP, Flow, Step, Stride, Timing
from spot_tui.backend.documents.upload_line import UploadLine
from spot_tui.backend.documents.upload_meter import LineState, Meter
from spot_tui.backend.documents.upload_rules import UploadRules
from spot_tui.backend.documents.upload_run import UploadRun
from spot_tui.backend.documents.uploads import UploadShelf
from spot_tui.backend.http import Link, UpstreamClient
from spot_tui.backend.problems import Problem
from spot_tui.backend.store.vault import Vaults
from tests.backend.store.builders import SetClock

URL = "https://gateway.example/v1/uploads"
OTHER = "https://bytes.example"


class Token:
    def access_token(self) -> str:
        return "t0ken"


class Server:
    """A tus server of one upload, in memory; `answers` come before its own, by method."""

    def __init__(self, extensions: str = "creation", location: str = "/v1/uploads/1") -> None:
        self.stored = bytearray()
        self.length = 0
        self.extensions = extensions
        self.location = location
        self.calls: list[httpx.Request] = []
        self.answers: list[tuple[str, httpx.Response]] = []
        self.takes: int | None = None

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.calls.append(request)
        if self.answers and self.answers[0][0] == request.method:
            answer = self.answers.pop(0)[1]
        else:
            answer = self._own(request)
        return httpx.Response(answer.status_code, headers=answer.headers, stream=httpx.ByteStream(b""))

    def _own(self, request: httpx.Request) -> httpx.Response:
        return {
            "OPTIONS": self._offer,
            "POST": self._create,
            "HEAD": self._look,
            "PATCH": self._append,
            "DELETE": self._look,
        }[request.method](request)

    def methods(self) -> list[str]:
        return [request.method for request in self.calls]

    def _offer(self, _: httpx.Request) -> httpx.Response:
        return httpx.Response(204, headers={"Tus-Version": "1.0.0", "Tus-Extension": self.extensions})

    def _create(self, request: httpx.Request) -> httpx.Response:
        self.stored, self.length = bytearray(), int(request.headers["upload-length"])
        return httpx.Response(201, headers={"Location": self.location})

    def _look(self, _: httpx.Request) -> httpx.Response:
        told = {"Upload-Offset": str(len(self.stored)), "Upload-Length": str(self.length)}
        return httpx.Response(200, headers=told)

    def _append(self, request: httpx.Request) -> httpx.Response:
        if int(request.headers["upload-offset"]) != len(self.stored):
            return httpx.Response(409)
        self.stored += request.content[: self.takes]
        return httpx.Response(204, headers={"Upload-Offset": str(len(self.stored))})


def server_of(served: Server) -> tuple[TusServer, UpstreamClient]:
    client = UpstreamClient("Gateway", (URL, OTHER), transport=httpx.MockTransport(served))
    return TusServer(client, URL, 60), client


async def nobody() -> None:
    return


async def sent(
    served: Server, tmp_path: Path, content: bytes = b"0123456789" * 20_000, **rules: object
) -> tuple[Upload, list[float]]:
    """Upload a file to a server; return how it ended, and the waits."""
    path = tmp_path / "paper.pdf"
    path.write_bytes(content)
    file = await chosen(path, "application/pdf")
    server, client = server_of(served)
    flow = Flow(server, UploadLine(""), Link(), nobody)
    waits: list[float] = []

    async def keep(_: Upload) -> None:
        return

    async def pause(seconds: float) -> None:
        waits.append(seconds)
        assert len(waits) < 50

    clock = SetClock()
    with opened(path, file.name) as open_file:
        run = UploadRun(
            Upload(reference="paper-1", submission="s-1", file=file),
            open_file,
            Token(),
            lambda _: flow,
            keep,
            Meter(file.name, file.size, clock),
            UploadRules.model_validate({"congestion": "", **rules}),
            Timing(clock, pause, lambda: 1.0),
        )
        try:
            return await run.go(), waits
        finally:
            await client.close()


@pytest.mark.parametrize(
    ("location", "url", "is_known"),
    [
        ("https://gateway.example/v1/uploads/1", "https://gateway.example/v1/uploads/1", True),
        ("/files/1", "https://gateway.example/files/1", True),
        ("uploads/1", "https://gateway.example/v1/uploads/1", True),
        (f"{OTHER}/1", f"{OTHER}/1", False),
    ],
)
async def test_location_is_resolved_and_another_origin_learns_no_token(
    tmp_path: Path, location: str, url: str, is_known: bool
) -> None:
    served = Server(location=location)
    upload, _ = await sent(served, tmp_path)
    assert upload.url == url
    patch = served.calls[-1]
    assert (str(patch.url), "authorization" in patch.headers) == (url, is_known)
    assert "authorization" in served.calls[0].headers


async def test_an_origin_that_nobody_listed_gets_nothing(tmp_path: Path) -> None:
    served = Server(location="https://elsewhere.example/1")
    with pytest.raises(Problem, match=r"upstream\.address"):
        await sent(served, tmp_path)
    assert served.methods() == ["POST"]


async def test_metadata_names_file_kind_and_reference(tmp_path: Path) -> None:
    served = Server()
    await sent(served, tmp_path)
    pairs = dict(pair.split(" ") for pair in served.calls[0].headers["upload-metadata"].split(","))
    assert {name: b64decode(value).decode() for name, value in pairs.items()} == {
        "filename": "paper.pdf",
        "filetype": "application/pdf",
        "reference": "paper-1",
    }


async def test_an_acknowledgement_of_less_is_gone_on_from_without_asking(tmp_path: Path) -> None:
    served = Server()
    served.takes = 90_000
    upload, waits = await sent(served, tmp_path)
    assert bytes(served.stored) == b"0123456789" * 20_000
    assert (served.methods().count("PATCH"), served.methods().count("HEAD"), waits) == (3, 0, [])
    assert upload.parts == (Part(0, 200_000, "https://gateway.example/v1/uploads/1", 200_000),)


async def test_an_acknowledgement_of_nothing_is_not_repeated_without_a_pause(tmp_path: Path) -> None:
    served = Server()
    nothing = httpx.Response(204, headers={"Upload-Offset": "0"})
    served.answers = [("PATCH", nothing)] * 4
    _, waits = await sent(served, tmp_path)
    assert waits == [2, 4, 8, 16][: len(waits)]
    assert len(waits) >= 3


async def test_a_server_that_has_more_than_the_file_begins_anew_once(tmp_path: Path) -> None:
    served = Server()
    told = httpx.Response(200, headers={"Upload-Offset": "200001"})
    served.answers = [("PATCH", httpx.Response(500)), ("HEAD", told)]
    await sent(served, tmp_path)
    assert served.methods().count("POST") == 2
    served.answers = [("PATCH", httpx.Response(500)), ("HEAD", told)] * 2
    with pytest.raises(Problem, match=r"upload\.broken"):
        await sent(served, tmp_path)


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (400, "upload.refused"),
        (403, "upload.forbidden"),
        (412, "upload.refused"),
        (413, "upload.too_large"),
        (415, "upload.kind"),
        (401, "gateway.token"),
    ],
)
async def test_a_final_answer_is_not_tried_again(tmp_path: Path, status: int, code: str) -> None:
    served = Server()
    served.answers = [("PATCH", httpx.Response(status))]
    with pytest.raises(Problem) as told:
        await sent(served, tmp_path)
    assert (told.value.code, served.methods().count("PATCH")) == (code, 1)


async def test_a_busy_server_is_left_alone_as_long_as_it_asks(tmp_path: Path) -> None:
    served = Server()
    busy = httpx.Response(429, headers={"Retry-After": "77"})
    served.answers = [("PATCH", busy), ("HEAD", httpx.Response(503, headers={"Retry-After": "5"}))]
    _, waits = await sent(served, tmp_path)
    assert waits == [77, 5]


async def test_pieces_grow_while_they_are_quick(tmp_path: Path) -> None:
    served = Server(extensions="creation,checksum")
    await sent(served, tmp_path, way="pieces")
    sizes = [int(call.headers["content-length"]) for call in served.calls if call.method == "PATCH"]
    assert sizes == [65_536, 131_072, 3_392]
    assert all("upload-checksum" not in call.headers for call in served.calls)  # it names no kind we know


async def test_a_server_that_is_no_tus_1_gets_no_bytes(tmp_path: Path) -> None:
    served = Server()
    served.answers = [("POST", httpx.Response(412, headers={"Tus-Version": "2.0.0"}))]
    with pytest.raises(Problem, match=r"upload\.refused"):
        await sent(served, tmp_path)
    assert served.methods() == ["POST"]
    served.answers = [("OPTIONS", httpx.Response(204, headers={"Tus-Version": "2.0.0"}))]
    with pytest.raises(Problem, match=r"upload\.refused"):
        await sent(served, tmp_path, b"0" * 2_100_000)
    assert served.methods() == ["POST", "OPTIONS"]


async def test_more_bytes_acknowledged_than_sent_are_no_answer() -> None:
    served = Server()
    told = httpx.Response(204, headers={"Upload-Offset": "9"})
    served.answers = [("PATCH", told)]
    server, client = server_of(served)

    async def five() -> AsyncIterator[bytes]:
        yield b"12345"

    with pytest.raises(Problem, match=r"upstream\.unreadable"):
        await server.append(Token(), f"{URL}/1", 0, Body(5, five()))
    await client.close()


def test_pieces_stay_within_their_bounds() -> None:
    stride = Stride(in_pieces=True)
    for _ in range(20):
        stride.went_well(1)
    assert stride.length(10**9) == 8 * 1024 * 1024
    stride.went_well(15)
    assert stride.length(10**9) == 8 * 1024 * 1024
    for _ in range(20):
        stride.went_well(25)
    assert stride.length(10**9) == 32 * 1024
    whole = Stride(in_pieces=False)
    whole.failed()
    assert whole.length(10**9) == 10**9


def test_a_step_is_what_the_line_takes_in_a_quarter_of_a_second() -> None:
    step = Step()
    for _ in range(20):
        step.took(0)
    assert step.length == MOST_STEP
    step.took(8.0)
    assert step.length == LEAST_STEP
    for _ in range(20):
        step.took(step.length / 16_000)
    assert step.length == 4000


def test_a_meter_tells_rate_and_time_left_by_what_arrived() -> None:
    clock = SetClock()
    meter = Meter("paper.pdf", 1000, clock)
    assert (meter.rate, meter.seconds_left) == (0, None)
    for arrived in (0, 100, 200):
        meter.reached(0, arrived)
        clock.forward(seconds=10)
    assert (meter.rate, meter.seconds_left, meter.arrived, meter.confirmed) == (10, 80, 200, 0)
    meter.waits(7, Problem("upload.offset", (), {"upstream": "Gateway"}))
    assert (meter.state, meter.seconds_to_next_try) == (LineState.WAITING, 7)
    assert "sent once more" not in progress_told(meter)
    meter.reached(100, 0)
    assert "0.1 MB that had arrived is not there any more" in progress_told(meter)
    meter.is_done()
    assert (meter.state, meter.arrived) == (LineState.DONE, 1000)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"paper.pdf", "paper.pdf"),
        (b"\xff\x1b[2J.pdf", "?\ufffd[2J.pdf"),
        (b"x" * 150 + b".pdf", "x" * 115 + "\u2026.pdf"),
    ],
)
async def test_a_hostile_name_is_kept_for_the_file_and_cleaned_for_everybody_else(
    tmp_path: Path, name: bytes, shown: str
) -> None:
    path = tmp_path / os.fsdecode(name)
    path.write_bytes(b"x")
    file = await chosen(path, "application/pdf")
    assert file.name == shown
    shelf = UploadShelf(Vaults(tmp_path / "store"))
    upload = Upload(reference="paper-1", submission="s-1", file=file, parts=(Part(0, 1, "u", 1),))
    shelf.put("00u-clerk", upload)
    assert shelf.all("00u-clerk") == [upload]


async def test_an_upload_lets_a_call_of_somebody_waiting_go_first(tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(b"x" * 100_000)
    served, link = Server(), Link()
    server, client = server_of(served)
    flow = Flow(server, UploadLine(""), link, nobody)
    with opened(path, path.name) as file:
        async with link.turn():
            part = Part(0, 100_000, f"{URL}/1")
            sending = asyncio.create_task(flow.append(Token(), file, part, 100_000))
            await asyncio.sleep(0.05)
            assert (flow.arrived, served.calls) == (0, [])
        assert (await sending).offset == 100_000
    await client.close()


async def test_a_link_in_the_place_of_a_file_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"x")
    (tmp_path / "paper.pdf").symlink_to(tmp_path / "secret")
    for path in (tmp_path / "paper.pdf", tmp_path / "none.pdf", tmp_path):
        with pytest.raises(Problem, match=r"upload\.file_missing"):
            await chosen(path, "application/pdf")
