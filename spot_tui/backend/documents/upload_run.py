"""Bringing one file to the server, however often the line breaks: never from the beginning, never twice.

Trouble of the line or the server is borne without end, with pauses drawn from a growing range; what the
server refuses for good, a session that ended and a file that changed come out as `Problem`. What the server
has confirmed is on disk before more is sent.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from spot_tui.backend.documents.tus import Standing, TusServer
from spot_tui.backend.documents.upload import Part, Upload
from spot_tui.backend.documents.upload_flow import Flow, Stride, Timing
from spot_tui.backend.documents.upload_line import congestion_option
from spot_tui.backend.documents.upload_meter import Meter
from spot_tui.backend.documents.upload_rules import UploadRules
from spot_tui.backend.problems import Problem

if TYPE_CHECKING:
    from spot_tui.backend.documents.local_file import OpenFile
    from spot_tui.backend.gateway import Bearer

Result = TypeVar("Result")

LONGEST_WAIT_SECONDS = 30.0
_LONGEST_TOLD_SECONDS = 300.0
_MEASURE_SECONDS = 20.0
_LEAST_PART = 1024 * 1024
_EVIDENCE_BYTES = 128 * 1024
"""So much must have arrived of a request that left nothing, before the way is changed."""

_LOST = frozenset({"upload.gone", "upload.broken"})
BORNE = frozenset(
    {
        *("upload.offset", "upload.busy", "upload.checksum"),
        *("upstream.unreachable", "upstream.timeout", "upstream.dropped", "upstream.page"),
        *("upstream.unreadable", "upstream.down", "upstream.busy"),
    }
)
"""Problems after which another try may succeed."""


class UploadRun:
    """One upload under way. `upload` is how it stands; `retry_now` cuts a pause short."""

    def __init__(
        self,
        upload: Upload,
        file: OpenFile,
        bearer: Bearer,
        flows: Callable[[int], Flow],
        keep: Callable[[Upload], Awaitable[None]],
        meter: Meter,
        rules: UploadRules,
        timing: Timing,
    ) -> None:
        self.upload = upload
        self._file = file
        self._bearer = bearer
        self._flows = flows
        self._keep = keep
        self._meter = meter
        self._rules = rules
        self._timing = timing
        self._used: set[Flow] = set()
        self._nudged = asyncio.Event()

    @property
    def _server(self) -> TusServer:
        return self._flows(0).server

    def retry_now(self) -> None:
        """Try again at once where the next try is some time away."""
        self._nudged.set()

    async def go(self) -> Upload:
        """Return the upload once all of it is at the server. Raises `Problem`.

        An upload that the server does not know any more, or that became larger than the file, is made anew,
        once.
        """
        self._meter.asks()
        self._note()
        try:
            await self._bring()
        except Problem as problem:
            if problem.code not in _LOST:
                raise
            await self._change(self.upload.anew())
            await self._bring()
        self._meter.is_done()
        return self.upload

    async def _bring(self) -> None:
        if self.upload.url:
            await self._persist(self._check_whole)
            return
        if not self.upload.parts:
            await self._change(replace(self.upload, parts=await self._plan()))
        if len(self.upload.parts) == 1:
            await self._carry(0, self._flows(0))
            await self._change(replace(self.upload, url=self.upload.parts[0].url))
        else:
            await self._carry_parts()
            urls, metadata = [part.url for part in self.upload.parts], self.upload.metadata
            joined = await self._persist(lambda: self._server.join(self._bearer, urls, metadata))
            await self._change(replace(self.upload, url=joined.url, expires_at=joined.expires_at))

    async def _plan(self) -> tuple[Part, ...]:
        """Return the parts of the file; what the server can do is asked only where it makes a difference."""
        size, whole = self.upload.file.size, (Part(0, self.upload.file.size),)
        count = min(self._rules.most_flows, size // _LEAST_PART)
        if count < 2 or congestion_option(self._rules.congestion):
            return whole  # a better way to share a line than several flows
        offer = await self._persist(lambda: self._server.offer(self._bearer))
        if offer.most_bytes is not None and size > offer.most_bytes:
            told = {"upstream": self._server.name, "most": offer.most_bytes}
            raise Problem("upload.too_large", ("files",), told)
        if "concatenation" not in offer.extensions:
            return whole
        cuts = [size * number // count for number in range(count + 1)]
        return tuple(Part(start, end - start) for start, end in pairwise(cuts))

    async def _check_whole(self) -> None:
        standing = await self._server.look(self._bearer, self.upload.url)
        if standing.offset != self.upload.file.size:
            raise self._broken()

    async def _carry_parts(self) -> None:
        """Carry one part after the other; several at once where a single flow turns out to be slow."""
        left = [number for number, part in enumerate(self.upload.parts) if not part.is_whole]
        lanes = [asyncio.create_task(self._lane(self._flows(0), left))]
        measure = asyncio.ensure_future(self._timing.pause(_MEASURE_SECONDS))
        try:
            await asyncio.wait({measure, *lanes}, return_when=asyncio.FIRST_COMPLETED)
            if left and self._is_slow():
                more = range(1, self._rules.most_flows)
                lanes += [asyncio.create_task(self._lane(self._flows(each), left)) for each in more]
            await asyncio.gather(*lanes)
        finally:
            for task in (measure, *lanes):
                task.cancel()
            await asyncio.wait({measure, *lanes})

    def _is_slow(self) -> bool:
        """Whether a single flow leaves some of the line to others."""
        is_slow = self._meter.rate * 8 < self._rules.slow_flow_kbit * 1000
        return is_slow and not self._flows(0).has_full_line

    async def _lane(self, flow: Flow, left: list[int]) -> None:
        while left:
            await self._carry(left.pop(0), flow)

    async def _carry(self, number: int, flow: Flow) -> None:
        """Bring one part to its end."""
        flow.settle()
        self._used.add(flow)
        stride, failures = Stride(in_pieces=self._rules.way == "pieces"), 0
        is_known = False  # where the server stands, is asked after a start and after a failure only
        while True:
            part, problem = self.upload.parts[number], None
            try:
                await self._step(number, flow, stride, is_known=is_known)
                if self.upload.parts[number].is_whole:
                    return
                is_known = True
            except Problem as caught:
                if caught.code not in BORNE:
                    raise
                problem, is_known = caught, False
                stride.failed()
            moved = self.upload.parts[number].offset > part.offset or not part.url
            failures = 0 if moved else failures + 1
            if problem or not moved:
                await self._wait(failures, problem)

    async def _step(self, number: int, flow: Flow, stride: Stride, *, is_known: bool) -> None:
        part = self.upload.parts[number]
        if not part.url:
            await self._create(number, flow)
        elif not is_known:
            standing = await flow.server.look(self._bearer, part.url)
            if part.seen - part.offset >= _EVIDENCE_BYTES and standing.offset <= part.offset:
                stride.take_pieces()  # something between keeps bodies back
            await self._reached(number, flow, standing)
        part = self.upload.parts[number]
        if part.is_whole:
            return
        checksum = (await flow.server.offer(self._bearer)).checksum if stride.is_in_pieces else ""
        length, began = stride.length(part.length - part.offset), self._timing.clock.monotonic()
        standing = await self._append(number, flow, length, checksum)
        stride.went_well(self._timing.clock.monotonic() - began)
        await self._reached(number, flow, standing)

    async def _create(self, number: int, flow: Flow) -> None:
        part, upload = self.upload.parts[number], self.upload
        is_part = len(upload.parts) > 1
        made = await flow.server.create(self._bearer, part.length, upload.metadata, is_part=is_part)
        part = replace(part, url=made.url, offset=0)
        await self._change(replace(self.upload.with_part(number, part), expires_at=made.expires_at))

    async def _reached(self, number: int, flow: Flow, standing: Standing) -> None:
        part = self.upload.parts[number]
        if standing.offset > part.length or standing.length not in {None, part.length}:
            raise self._broken()
        changed = self.upload.with_part(number, replace(part, offset=standing.offset, seen=0))
        await self._change(replace(changed, expires_at=standing.expires_at or changed.expires_at))

    async def _append(self, number: int, flow: Flow, length: int, checksum: str) -> Standing:
        """Append bytes to a part, noting every second how far that is; what was seen to arrive is kept."""
        part = self.upload.parts[number]
        task = asyncio.ensure_future(flow.append(self._bearer, self._file, part, length, checksum))
        try:
            self._meter.sends()
            while not (await asyncio.wait({task}, timeout=1.0))[0]:
                self._meter.sends()
                self._note()
            return task.result()
        finally:
            if not task.done():
                task.cancel()
                await asyncio.wait({task})
            self.upload = self.upload.with_part(number, replace(part, seen=part.offset + flow.arrived))
            flow.settle()

    def _note(self) -> None:
        under_way = sum(flow.arrived for flow in self._used)
        self._meter.reached(self.upload.confirmed, self.upload.arrived + under_way)

    async def _change(self, upload: Upload) -> None:
        self.upload = upload
        self._note()
        await self._keep(upload)

    async def _persist(self, call: Callable[[], Awaitable[Result]]) -> Result:
        """Make a call until it is answered."""
        failures = 0
        while True:
            try:
                return await call()
            except Problem as problem:
                if problem.code not in BORNE:
                    raise
                failures += 1
                await self._wait(failures, problem)

    async def _wait(self, failures: int, problem: Problem | None) -> None:
        """Wait before another try, unless the server only stands elsewhere than we thought."""
        if problem is not None and problem.code == "upload.offset" and failures <= 1:
            return
        seconds = self._timing.chance() * min(2.0 ** min(failures, 10), LONGEST_WAIT_SECONDS)
        told = problem.parameters.get("seconds", 0) if problem is not None else 0
        if problem is not None and problem.code.endswith(".busy") and isinstance(told, int):
            seconds = max(seconds, min(told, _LONGEST_TOLD_SECONDS))
        self._meter.waits(seconds, problem)
        self._nudged.clear()
        pause = asyncio.ensure_future(self._timing.pause(seconds))
        nudge = asyncio.create_task(self._nudged.wait())
        try:
            await asyncio.wait({pause, nudge}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            pause.cancel()
            nudge.cancel()
            await asyncio.wait({pause, nudge})
        self._meter.asks()

    def _broken(self) -> Problem:
        return Problem("upload.broken", ("files",), {"upstream": self._server.name})
