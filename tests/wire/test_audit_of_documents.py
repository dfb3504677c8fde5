"""Whatever is looked at, checked, sent, given up or opened of documents and messages leaves its entry."""

from __future__ import annotations

from pathlib import Path

from spot_tui.backend.documents.desk import DocumentsDesk
from spot_tui.backend.documents.filed import FilledForm
from spot_tui.backend.documents.limits import read_limits
from spot_tui.backend.documents.papers import PaperDesk
from spot_tui.backend.documents.settings import DocumentRules
from spot_tui.backend.gateway import GatewayClient
from spot_tui.backend.mailbox.service import MailboxDesk
from spot_tui.backend.upstreams import GatewayUpstream
from tests.backend.documents.files import whole
from tests.backend.store.builders import records
from tests.wire.documents import Office, office, paper
from tests.wire.gateway import CLERK, CLINIC
from tests.wire.portal import Portal
from tests.wire.test_outbox_kills import token_of
from tests.wire.trail import Trail

UPLOADED = ("record.upload success : uploaded", "record.submit success : documents confirmed")
CONFIRMED = (*UPLOADED, "record.upload success : confirmed")


async def test_no_verb_of_documents_and_messages_is_without_its_entry(portal: Portal, tmp_path: Path) -> None:
    base = f"{portal.url}/gateway/v1"
    clerk = office(base, token_of(portal), CLERK, tmp_path / "store", portal.clock)
    trail = Trail(clerk.store)
    (tmp_path / "in").mkdir()
    await check(trail, clerk, tmp_path / "in")
    await send(trail, clerk, tmp_path / "in")
    await read(trail, clerk, base)
    await trail.does("DocumentsDesk.close", clerk.documents.close())
    await clerk.close()
    trail.ends_well(DocumentsDesk, PaperDesk, MailboxDesk)
    written = str(records(clerk.store))
    assert not [
        each for each in ("1AA0AA0AA01", "Quillfeather", "records.pdf", "Question") if each in written
    ]


async def check(trail: Trail, clerk: Office, folder: Path) -> None:
    rules = DocumentRules(folders=(folder,))
    desk = PaperDesk(rules, read_limits(rules.limits, rules.contractor), is_kiosk=False, audit=clerk.audit)
    chosen = folder / "records.pdf"
    for content, entry in ((whole(), "success : records none"), (b"", "format : records none")):
        chosen.write_bytes(content)
        looking = desk.check(chosen, by_command=True)
        await trail.does("PaperDesk.check", looking, f"record.check {entry}")
    await trail.does("PaperDesk.list", desk.list(folder))  # names of files only, and nothing of them


async def send(trail: Trail, clerk: Office, folder: Path) -> None:
    desk, bearer = clerk.documents, clerk.sender.bearer
    file = await paper(folder, 10, name="Alma Quillfeather.pdf")
    kept = "record.outbox success : documents uploading"
    sending = clerk.send(file, subject="Question", mbi="1AA0AA0AA01")
    sent = await trail.does("DocumentsDesk.submit", sending, kept, *CONFIRMED)
    assert sent.receipt is not None
    entry = "record.search success : submissions"
    await trail.does("DocumentsDesk.list", desk.list(bearer, CLINIC), entry)
    entry = "record.view success : submission"
    await trail.does("DocumentsDesk.show", desk.show(bearer, sent.receipt.number), entry)
    await trail.does("DocumentsDesk.receipt", desk.receipt(CLERK, sent.receipt.number))  # her own, here
    for number, is_resumed in enumerate((True, False)):
        filled = FilledForm(form="general_inquiry", fields={}, files=(await paper(folder, 10, number),))
        waiting = await trail.does("DocumentsDesk.keep", desk.keep(clerk.sender, CLINIC, filled), kept)
        await trail.does("DocumentsDesk.uploads", desk.uploads(CLERK, waiting.id))  # her own, here
        if is_resumed:
            await trail.does("DocumentsDesk.resume", desk.resume(clerk.sender), *CONFIRMED)
    dropping = desk.cancel(clerk.sender, waiting.id)
    await trail.does("DocumentsDesk.cancel", dropping, "record.outbox success : documents dropped")


async def read(trail: Trail, clerk: Office, base: str) -> None:
    gateway = GatewayClient(GatewayUpstream(url=base), clerk.http, new_id=str)
    desk, bearer = MailboxDesk(gateway, audit=clerk.audit), clerk.sender.bearer
    entry = "record.view success : waiting"
    waiting = await trail.does("MailboxDesk.waiting", desk.waiting(bearer, CLINIC), entry)
    await trail.does("MailboxDesk.list", desk.list(bearer, CLINIC), "record.search success : messages")
    asked = waiting.requests[0]
    entry = "record.view success claim: message request"
    message = await trail.does("MailboxDesk.open", desk.open(bearer, asked.number), entry)
    fetching = desk.fetch(bearer, message, message.attachments[0])
    await trail.does("MailboxDesk.fetch", fetching, "record.view success claim: attachment")
