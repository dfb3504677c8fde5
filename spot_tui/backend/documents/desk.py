"""The documents service: sends forms with their files, goes on after any break, and tells of what was sent.

A form is in the outbox and its uploads are in the vault before anything is on the wire. The files go first,
one after the other, then the form with its Idempotency-Key. It counts as sent only when the gateway's receipt
tells the SHA-256 of what it has stored, and that is ours.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from spot_tui.backend.clock import NewId
from spot_tui.backend.disk_turns import DiskTurns
from spot_tui.backend.documents.copies import KEY_BYTES, Copies
from spot_tui.backend.documents.filed import FiledSubmission, FilledForm
from spot_tui.backend.documents.local_file import OpenFile, opened, refuse_changed
from spot_tui.backend.documents.upload import Upload
from spot_tui.backend.documents.upload_flow import Flow, Timing
from spot_tui.backend.documents.upload_meter import Meter
from spot_tui.backend.documents.upload_rules import UploadRules
from spot_tui.backend.documents.upload_run import BORNE, UploadRun
from spot_tui.backend.documents.upload_view import arrived_bytes
from spot_tui.backend.documents.uploads import UploadShelf
from spot_tui.backend.documents.wire import read_submission, write_submission
from spot_tui.backend.gateway import Bearer, GatewayClient, about_provider, path_part
from spot_tui.backend.outbox.model import Kind, Outgoing, Sender, State, Submission
from spot_tui.backend.outbox.service import Outbox
from spot_tui.backend.problems import Problem

if TYPE_CHECKING:
    from spot_tui.backend.store.audit import AuditLog, Detail
    from spot_tui.backend.store.vault import Vaults
    from spot_tui.backend.upstreams import Provider

CANCEL_SECONDS = 5.0
"""So long somebody waits for the server to hear that an upload is given up."""
_PATH = "/submissions"
_ENDS_ALL = frozenset({"gateway.token", "session.ended"})
_ROUNDS = (False, False, True)
"""A gateway that misses files gets what it lost, and in the last round everything anew."""


@dataclass(frozen=True, slots=True)
class Resumed:
    """A submission that was gone on with: how it stands, and what kept its files from arriving."""

    submission: Submission
    problem: Problem | None = None


class DocumentsDesk:
    """Documents of one provider at a time; `new_flow` makes a connection to where their bytes go.

    Verbs raise `Problem`: ``upload.*`` for files, ``outbox.*``, ``gateway.*`` and those of the audit log.
    """

    def __init__(
        self,
        gateway: GatewayClient,
        outbox: Outbox,
        vaults: Vaults,
        new_flow: Callable[[], Flow],
        rules: UploadRules,
        *,
        audit: AuditLog,
        timing: Timing,
        new_id: NewId,
    ) -> None:
        self.name = gateway.name
        self._gateway = gateway
        self._outbox = outbox
        self._shelf = UploadShelf(vaults)
        self._copies = Copies(vaults.folder / "copies")
        self._new_flow = new_flow
        self._rules = rules
        self._audit = audit
        self._timing = timing
        self._new_id = new_id
        self._turns = DiskTurns("uploads")
        self._flows: list[Flow] = []
        self._one_at_a_time = asyncio.Lock()
        self._meters: dict[str, Meter] = {}
        self._brought: dict[str, dict[str, Upload]] = {}
        self._run: UploadRun | None = None

    async def submit(self, sender: Sender, provider: Provider, filled: FilledForm) -> Submission:
        """Send a form with its files, and return how it stands when it is sent or refused.

        That may take hours on a thin line. Cancelled or killed, it is gone on with by `resume`.
        """
        outgoing, uploads = self._made(provider, filled)
        if not uploads:
            return await self._outbox.submit(sender, outgoing)
        with self._shelf.held(uploads[0].submission):
            sent = await self._bring(sender, await self._put(sender, outgoing, uploads))
        await self._tidy(sender)
        return sent

    async def keep(self, sender: Sender, provider: Provider, filled: FilledForm) -> Submission:
        """Put a form with its files on disk, for `resume` to send; one without files is sent at once.

        Returns how it stands. Raises as `submit` does.
        """
        outgoing, uploads = self._made(provider, filled)
        if not uploads:
            return await self._outbox.submit(sender, outgoing)
        with self._shelf.held(uploads[0].submission):
            return await self._put(sender, outgoing, uploads)

    async def resume(self, sender: Sender) -> tuple[Resumed, ...]:
        """Go on with everything of hers whose files are not all there, one after the other; return that.

        Raises `Problem` ``gateway.token`` and ``session.ended``, which end all of it.
        """
        resumed = []
        for each in await self._outbox.find(sender.owner):
            if each.state is not State.UPLOADING or not sender.may_send(each):
                continue
            try:
                with self._shelf.held(each.id):
                    resumed.append(Resumed(await self._bring(sender, each)))
            except Problem as problem:
                if problem.code in _ENDS_ALL:
                    raise
                resumed.append(Resumed(each, problem))
        await self._tidy(sender)
        return tuple(resumed)

    async def cancel(self, sender: Sender, submission_id: str) -> Submission:
        """Give up a submission whose files are on their way; the caller stops sending them first.

        A server that cannot be told now is told at the next turn; `uploads` are what it knows until then.
        Raises `Problem` ``upload.elsewhere`` while another terminal sends them, and as `Outbox.drop`.
        """
        with self._shelf.held(submission_id):
            uploads = await self.uploads(sender.owner, submission_id)
            dropped = await self._outbox.drop(sender.owner, submission_id)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._end(sender, uploads), CANCEL_SECONDS)
        return dropped

    async def uploads(self, owner: str, submission_id: str) -> tuple[Upload, ...]:
        """Return the files of a submission that is not settled, each with how far it is confirmed."""
        found = await self._turns(lambda: self._shelf.all(owner))
        return tuple(each for each in found if each.submission == submission_id)

    def progress(self, submission_id: str) -> Meter | None:
        """Return how the upload of this submission goes that this program is busy with; None without one."""
        return self._meters.get(submission_id)

    def percent(self, submission_id: str) -> int | None:
        """Return how much of all files of a submission has arrived; None unless they are brought now."""
        meter, uploads = self._meters.get(submission_id), self._brought.get(submission_id, {})
        total = sum(each.file.size for each in uploads.values())
        arrived = sum(arrived_bytes(each, meter) for each in uploads.values())
        return arrived * 100 // total if total else None

    def under_way(self) -> tuple[Meter, ...]:
        """Return how each upload goes that this program is busy with."""
        return tuple(self._meters.values())

    def retry_now(self) -> None:
        """Try again at once where an upload waits for its next try."""
        if self._run is not None:
            self._run.retry_now()

    async def list(
        self, bearer: Bearer, provider: Provider, *, everybody: bool = False
    ) -> tuple[FiledSubmission, ...]:
        """Return the person's submissions on file, or all of the provider, the last one first."""
        asked = {**about_provider(provider), "view": "provider" if everybody else "mine"}
        details: dict[Detail, str | int] = {"upstream": self.name, "view": "submissions"}
        async with self._audit.act("record.search", details=details) as act:
            found = await self._gateway.read_all(bearer, _PATH, asked)
            filed = tuple(read_submission(body, self.name) for body in found)
            act.details["records"] = len(filed)
        return tuple(sorted(filed, key=lambda each: (each.submitted_at, each.number), reverse=True))

    async def show(self, bearer: Bearer, number: str) -> FiledSubmission:
        """Return the submission of a number. Raises ``submissions.none``."""
        details: dict[Detail, str | int] = {"upstream": self.name, "view": "submission", "request": number}
        async with self._audit.act("record.view", details=details) as act:
            answer = await self._gateway.read(bearer, f"{_PATH}/{path_part(number)}")
            act.correlation = answer.reference
            filed = read_submission(answer.body, self.name)
            if filed.number != number:
                raise Problem("answer.mismatch", (), {"upstream": self.name, "layer": "HTTP"})
        return filed

    async def receipt(self, owner: str, number: str) -> Submission:
        """Return what is kept on this machine of a confirmed submission. Raises ``submissions.none``."""
        for each in await self._outbox.find(owner):
            if each.kind is Kind.DOCUMENTS and each.receipt is not None and each.receipt.number == number:
                return each
        raise Problem("submissions.none", (), {"upstream": self.name})

    async def close(self) -> None:
        """Give the connections and the files back."""
        flows, self._flows = self._flows, []
        for flow in flows:
            await flow.close()
        await self._turns.close()

    def _made(self, provider: Provider, filled: FilledForm) -> tuple[Outgoing, tuple[Upload, ...]]:
        """Return what goes out, and the uploads that go before it."""
        submission_id = self._new_id()
        uploads = tuple(
            Upload(reference=self._new_id(), submission=submission_id, file=file, copy_key=self._new_key())
            for file in filled.files
        )
        named = [(each.reference, each.file) for each in uploads]
        outgoing = Outgoing(
            kind=Kind.DOCUMENTS,
            path=_PATH,
            content=json.dumps(write_submission(filled, provider, named)),
            claim=filled.claim,
            patient=filled.patient,
            deadline=filled.deadline,
            overrides=filled.overrides,
            made=filled.made,
        )
        return outgoing, uploads

    async def _put(self, sender: Sender, outgoing: Outgoing, uploads: tuple[Upload, ...]) -> Submission:
        await self._turns(lambda: self._shelf.put(sender.owner, *uploads))
        await self._copy(uploads)
        return await self._outbox.keep(sender, outgoing, uploads[0].submission)

    async def _bring(self, sender: Sender, submission: Submission) -> Submission:
        """Bring the files of a submission, then send it."""
        async with self._one_at_a_time:
            for is_anew in _ROUNDS:
                uploads = await self.uploads(sender.owner, submission.id)
                self._brought = {submission.id: {each.reference: each for each in uploads}}
                for upload in uploads:
                    await self._bring_file(sender, submission, upload.anew() if is_anew else upload)
                submission = await self._outbox.uploaded(sender.owner, submission.id)
                if submission.state.waits:
                    submission = await self._send(sender, submission)
                if submission.state is not State.UPLOADING:
                    break
        return submission

    async def _send(self, sender: Sender, submission: Submission) -> Submission:
        """Send it; what the outbox took up by itself meanwhile is returned as it stands."""
        try:
            return await self._outbox.send(sender, submission.id)
        except Problem as problem:
            if problem.code != "outbox.not_waiting":
                raise
        kept = await self._outbox.find(sender.owner)
        return next((each for each in kept if each.id == submission.id), submission)

    async def _bring_file(self, sender: Sender, submission: Submission, upload: Upload) -> None:
        file = upload.file
        meter = self._meters[submission.id] = Meter(file.name, file.size, self._timing.clock)
        details: dict[Detail, str | int] = {
            "submission": submission.id,
            "upstream": self.name,
            "file_sha256": file.sha256,
        }
        keep = partial(self._keep, sender.owner)
        try:
            async with self._audit.act(
                "record.upload", patient=submission.patient, claim=submission.claim, details=details
            ) as act:
                with self._opened(upload) as open_file:
                    await refuse_changed(open_file, file)
                    self._run = UploadRun(
                        upload, open_file, sender.bearer, self._flow, keep, meter, self._rules, self._timing
                    )
                    await self._go(sender.owner, self._run)
                act.reason = "uploaded"
        finally:
            self._run = None
            del self._meters[submission.id]

    async def _go(self, owner: str, run: UploadRun) -> None:
        """Bring a file; when that is broken off, what was seen to arrive is kept too."""
        try:
            await run.go()
        finally:
            if not run.upload.url:
                with suppress(Problem):
                    await self._keep(owner, run.upload)

    def _new_key(self) -> bytes:
        """Return the key of a copy, blank where none is kept."""
        return secrets.token_bytes(KEY_BYTES) if self._rules.keep_copies else b""

    async def _copy(self, uploads: Sequence[Upload]) -> None:
        """Copy the files of which copies are kept, as long as they are what was chosen."""
        for each in uploads:
            if each.copy_key:
                with opened(each.file.path, each.file.name) as source:
                    await refuse_changed(source, each.file)
                    await self._copies.make(each.reference, each.copy_key, source)

    def _opened(self, upload: Upload) -> AbstractContextManager[OpenFile]:
        """Open the copy of a file; without one the file itself."""
        file = upload.file
        if upload.copy_key and self._copies.has(upload.reference):
            return self._copies.opened(upload.reference, upload.copy_key, file.size, file.name)
        return opened(file.path, file.name)

    async def _forget(self, owner: str, uploads: Sequence[Upload]) -> None:
        """Keep nothing more of the uploads of one submission, first the copies."""

        def forget() -> None:
            self._drop_copies(uploads)
            for submission in {each.submission for each in uploads}:
                self._shelf.drop(owner, submission)

        await self._turns(forget)

    def _drop_copies(self, uploads: Sequence[Upload]) -> None:
        for each in uploads:
            self._copies.drop(each.reference)

    async def _keep(self, owner: str, upload: Upload) -> None:
        if upload.submission in self._brought:
            self._brought[upload.submission][upload.reference] = upload
        await self._turns(lambda: self._shelf.put(owner, upload))

    async def _tidy(self, sender: Sender) -> None:
        """Forget the uploads of what is settled, and say of confirmed ones that they are."""
        uploads = await self._turns(lambda: self._shelf.all(sender.owner))
        known = {each.id: each for each in await self._outbox.find(sender.owner)} if uploads else {}
        for submission_id in dict.fromkeys(each.submission for each in uploads):
            mine = [each for each in uploads if each.submission == submission_id]
            submission = known.get(submission_id)
            if submission is None:
                await self._end_orphans(sender, mine)
            elif submission.state in {State.REFUSED, State.EXPIRED}:
                await self._end(sender, mine)
            elif submission.state is State.CONFIRMED:
                for each in mine:
                    await self._record_confirmed(submission, each)
                await self._forget(sender.owner, mine)

    async def _record_confirmed(self, submission: Submission, upload: Upload) -> None:
        details: dict[Detail, str | int] = {
            "submission": submission.id,
            "file_sha256": upload.file.sha256,
        }
        if submission.receipt is not None:
            details["request"] = submission.receipt.number
        await self._audit.record(
            "record.upload",
            patient=submission.patient,
            claim=submission.claim,
            reason="confirmed",
            details=details,
        )

    async def _end_orphans(self, sender: Sender, uploads: Sequence[Upload]) -> None:
        """Forget uploads without a submission, unless somebody is about to put it into the outbox."""
        submission_id = uploads[0].submission
        try:
            with self._shelf.held(submission_id):
                if all(each.id != submission_id for each in await self._outbox.find(sender.owner)):
                    await self._end(sender, uploads)
        except Problem as problem:
            if problem.code != "upload.elsewhere":
                raise

    async def _end(self, sender: Sender, uploads: Sequence[Upload]) -> None:
        """Forget uploads, here and at the server; one that cannot be told now is told at the next turn."""
        await self._turns(lambda: self._drop_copies(uploads))
        now = self._timing.clock.now()
        known = [each for each in uploads if each.expires_at is None or each.expires_at >= now]
        try:
            for url in {url for each in known for url in each.urls}:
                await self._flow(0).server.end(sender.bearer, url)
        except Problem as problem:
            if problem.code in BORNE or not problem.code.startswith("upload."):
                return
        await self._forget(sender.owner, uploads)

    def _flow(self, number: int) -> Flow:
        while len(self._flows) <= number:
            self._flows.append(self._new_flow())
        return self._flows[number]
