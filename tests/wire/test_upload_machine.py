"""Whatever server, line and client do: no file is lost, no form filed twice, nothing called sent that is not.

The server is a model that keeps bytes in memory and misbehaves as it is told; the client is the real one with
its store on disk, opened anew for each of its lives.
"""

from __future__ import annotations

import asyncio
import json
from base64 import b64decode, b64encode
from collections import deque
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from spot_tui.backend.documents.filed import FilledForm
from spot_tui.backend.documents.local_file import chosen
from spot_tui.backend.outbox.model import State, Submission
from spot_tui.backend.problems import Problem
from tests.backend.store.builders import SOAK, SetClock
from tests.wire.documents import Office, office, written
from tests.wire.gateway import CLINIC

BASE = "https://gateway.example/v1"
CLERK = "00u-clerk"
SIZE = 150_000
STATUSES = (400, 401, 403, 404, 409, 410, 412, 413, 415, 423, 429, 460, 500, 503)
LINE = ("lost before", "lost after", "killed before", "killed after", "")
BYTES = ("cut", "less", "flip")


class Stored:
    """An upload as the server has it."""

    def __init__(self, reference: str, length: int) -> None:
        self.reference = reference
        self.length = length
        self.bytes = bytearray()


class Model:
    """The server: `plan` is what goes wrong with the next requests, `filed` are the forms it took, by key."""

    def __init__(self) -> None:
        self.token = "t-1"
        self.plan: deque[tuple[str, int]] = deque()
        self.uploads: dict[str, Stored] = {}
        self.filed: dict[str, dict[str, Any]] = {}
        self.made = 0
        self.mixes_up = False

    def __call__(self, request: httpx.Request) -> httpx.Response:
        what, number = self.plan.popleft() if self.plan else ("", 0)
        if what == "lost before":
            raise httpx.ConnectError("lost")
        if what == "killed before":
            raise asyncio.CancelledError
        if what == "status":
            answer = httpx.Response(number)
        elif request.headers["authorization"] != f"Bearer {self.token}":
            answer = httpx.Response(401)
        else:
            answer = self._act(request, what, number)
        if what in {"lost after", "cut"}:
            raise httpx.ReadError("lost")
        if what == "killed after":
            raise asyncio.CancelledError
        return httpx.Response(
            answer.status_code, headers=answer.headers, stream=httpx.ByteStream(answer.content)
        )

    def hashes(self) -> list[str]:
        """Return the hash in each receipt."""
        return [body["files"][0]["sha256"] for body in self.filed.values()]

    def _act(self, request: httpx.Request, what: str, number: int) -> httpx.Response:
        path = request.url.path
        if path == "/v1/submissions":
            return self._file(request)
        if request.method == "OPTIONS":
            told = {"Tus-Extension": "creation,checksum,termination", "Tus-Checksum-Algorithm": "sha256"}
            return httpx.Response(204, headers=told)
        if request.method == "POST":
            return self._create(request)
        stored = self.uploads.get(path)
        if stored is None:
            return httpx.Response(404)
        if request.method == "DELETE":
            del self.uploads[path]
            return httpx.Response(204)
        if request.method == "PATCH":
            return self._append(request, stored, what, number)
        told = {"Upload-Offset": str(len(stored.bytes)), "Upload-Length": str(stored.length)}
        return httpx.Response(200, headers=told)

    def _create(self, request: httpx.Request) -> httpx.Response:
        told = dict(pair.split(" ") for pair in request.headers["upload-metadata"].split(","))
        self.made += 1
        path = f"/v1/uploads/{self.made}"
        length = int(request.headers["upload-length"])
        self.uploads[path] = Stored(b64decode(told["reference"]).decode(), length)
        return httpx.Response(201, headers={"Location": path})

    def _append(self, request: httpx.Request, stored: Stored, what: str, number: int) -> httpx.Response:
        if int(request.headers["upload-offset"]) != len(stored.bytes):
            return httpx.Response(409)
        came = bytearray(request.content[: number if what in {"cut", "less"} else None])
        if what == "flip" and came:
            came[number % len(came)] ^= 1
        checksum = request.headers.get("upload-checksum", "")
        if checksum and checksum != f"sha256 {b64encode(sha256(came).digest()).decode()}":
            return httpx.Response(460)
        stored.bytes += came
        assert len(stored.bytes) <= stored.length
        return httpx.Response(204, headers={"Upload-Offset": str(len(stored.bytes))})

    def _file(self, request: httpx.Request) -> httpx.Response:
        key, body = request.headers["idempotency-key"], json.loads(request.content)
        if key in self.filed:
            return self._filed(key)
        for file in body["files"]:
            found = [path for path, each in self.uploads.items() if each.reference == file["reference"]]
            whole = [path for path in found if len(self.uploads[path].bytes) == self.uploads[path].length]
            if not whole:
                return self._refused("submissions.missing")
            if sha256(self.uploads[whole[-1]].bytes).hexdigest() != file["sha256"]:
                del self.uploads[whole[-1]]
                return self._refused("submissions.damaged")
            for path in found:
                del self.uploads[path]
        if self.mixes_up:
            body["files"][0]["sha256"] = "0" * 64
        self.filed[key] = body
        return self._filed(key)

    def _filed(self, key: str) -> httpx.Response:
        body = self.filed[key]
        told = {
            **{name: body[name] for name in ("form", "npi", "fields", "files")},
            "number": f"N-{list(self.filed).index(key)}",
            "status": "Received",
            "submitted_by": "A clerk",
            "mine": True,
            "submitted_at": "2026-11-22T14:00:00Z",
            "received_on": "2026-11-22",
            "revision": '"1"',
        }
        return httpx.Response(201, json=told, headers={"ETag": '"1"'})

    def _refused(self, code: str) -> httpx.Response:
        told = {"code": code, "kind": "incomplete data", "title": code, "status": 422}
        return httpx.Response(422, json=told, headers={"Content-Type": "application/problem+json"})


class Uploading(RuleBasedStateMachine):
    """One form with one file, from its first try until it is filed."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.loop = asyncio.new_event_loop()
        self.model = Model()
        self.known_token = self.model.token
        self.is_kept = False

    @initialize(way=st.sampled_from(["auto", "pieces"]))
    def begin(self, way: str) -> None:
        self.way = way
        self.sha256 = sha256(written(Path(self.folder.name), SIZE).read_bytes()).hexdigest()

    @rule(status=st.sampled_from(STATUSES))
    def will_answer(self, status: int) -> None:
        self.model.plan.append(("status", status))

    @rule(what=st.sampled_from(LINE))
    def will_fail(self, what: str) -> None:
        self.model.plan.append((what, 0))

    @rule(what=st.sampled_from(BYTES), number=st.integers(0, SIZE))
    def will_take(self, what: str, number: int) -> None:
        self.model.plan.append((what, number))

    @rule(count=st.integers(1, SIZE))
    def loses_the_tail(self, count: int) -> None:
        for stored in self.model.uploads.values():
            del stored.bytes[-count:]

    @rule()
    def will_mix_files_up(self) -> None:
        self.model.mixes_up = True

    @rule()
    def forgets_all(self) -> None:
        self.model.uploads.clear()

    @rule()
    def ends_the_session(self) -> None:
        self.model.token += "x"

    @rule()
    def signs_in(self) -> None:
        self.known_token = self.model.token

    @rule()
    def goes_on(self) -> None:
        self.loop.run_until_complete(self._live())

    @precondition(lambda self: self.is_kept)
    @invariant()
    def is_not_lost_and_called_sent_only_with_its_hash(self) -> None:
        kept = self.loop.run_until_complete(self._kept())
        assert len(self.model.filed) <= 1
        if kept.state is State.CONFIRMED:
            (filed,) = self.model.hashes()
            assert kept.receipt is not None
            assert [each.sha256 for each in kept.receipt.files] == [self.sha256]
            assert filed == self.sha256
        else:
            assert kept.state in {State.UPLOADING, State.QUEUED, State.UNCONFIRMED, State.REFUSED}

    def teardown(self) -> None:
        """Let nothing go wrong any more: then it arrives, once."""
        self.model.plan.clear()
        self.known_token = self.model.token
        if hasattr(self, "way"):
            for _ in range(3):
                self.loop.run_until_complete(self._live())
            kept = self.loop.run_until_complete(self._kept())
            filed = self.model.hashes()
            sent = State.CONFIRMED if filed == [self.sha256] else State.UNCONFIRMED
            assert kept.state is (sent if filed else State.REFUSED), kept.problem
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()
        self.folder.cleanup()

    def _office(self) -> Office:
        def transport() -> httpx.MockTransport:
            return httpx.MockTransport(self.model)

        store = Path(self.folder.name) / "store"
        return office(BASE, self.known_token, CLERK, store, SetClock(), transport=transport, way=self.way)

    async def _live(self) -> None:
        """Open the program, go on, and end it, one way or another."""
        clerk = self._office()
        try:
            if not self.is_kept:
                await clerk.documents.keep(clerk.sender, CLINIC, await self._filled())
                self.is_kept = True
            await clerk.documents.resume(clerk.sender)
            await clerk.outbox.send_all(clerk.sender)
        except (Problem, asyncio.CancelledError):
            pass
        finally:
            await clerk.close()

    async def _filled(self) -> FilledForm:
        file = await chosen(Path(self.folder.name) / "records.pdf", "application/pdf")
        return FilledForm(form="general_inquiry", fields={"subject": "Question"}, files=(file,))

    async def _kept(self) -> Submission:
        clerk = self._office()
        try:
            (kept,) = await clerk.outbox.find(CLERK)
            return kept
        finally:
            await clerk.close()


TestUploading = Uploading.TestCase
TestUploading.settings = settings(max_examples=400 if SOAK else 25, stateful_step_count=30)
