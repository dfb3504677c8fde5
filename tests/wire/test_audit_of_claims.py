"""Whatever is looked at, sent or handed out of claims and their appeals leaves its entry in the audit log."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spot_tui.backend.appeals.service import AppealsDesk
from spot_tui.backend.claims.inquiry import inquiry_about
from spot_tui.backend.claims.search import ClaimSearch
from spot_tui.backend.claims.service import ClaimsDesk
from spot_tui.backend.claims.sheet import ClaimViewing
from spot_tui.backend.claims.status_service import ClaimStatusDesk
from spot_tui.backend.connectivity.core import CoreClient
from spot_tui.backend.corrections.case import Case, shipped_book
from spot_tui.backend.corrections.service import CorrectionsDesk
from spot_tui.backend.formats import Mbi
from spot_tui.backend.http import UpstreamClient
from spot_tui.backend.licences.service import LicenceDesk
from spot_tui.backend.licences.settings import Licences
from spot_tui.backend.outbox.model import Kind, Outgoing
from spot_tui.backend.outbox.service import Outbox
from spot_tui.backend.prints.printouts import claim_printout
from spot_tui.backend.prints.service import PrintDesk
from spot_tui.backend.prints.settings import Prints
from spot_tui.sandbox.transport import PracticeTransport
from tests.backend.prints.test_service import stub
from tests.backend.store.builders import records
from tests.wire.core_desk import ZONE, new_uuids
from tests.wire.gateway import CLERK, CLINIC, Gateway, practice_gateway
from tests.wire.test_claim_status import upstream
from tests.wire.test_corrections import (
    ADD_59,
    MODIFIER_MISSING,
    NOT_NECESSARY,
    RECORDS,
    TODAY,
    Desk,
    appeal_of,
    asked,
    desk_of,
)
from tests.wire.trail import Trail

DESKS = (ClaimsDesk, ClaimStatusDesk, LicenceDesk, CorrectionsDesk, AppealsDesk, Outbox, PrintDesk)
MBI, OTHER_CLAIM = "1AA0AA0AA01", "9926000000103"
CLAIM_SEEN = "record.view success claim, patient: claim"
LATE = "record.submit unavailable claim, patient: correction unconfirmed"


@dataclass(kw_only=True)
class Office(Trail):
    """The services of a clerk with one audit log."""

    gateway: Gateway
    desk: Desk
    status: ClaimStatusDesk
    licences: LicenceDesk
    prints: PrintDesk

    async def lose_answer(self) -> str:
        """Send a correction whose answer does not come; return the id by which it waits."""
        claim = await self.desk.claim(MODIFIER_MISSING)
        self.gateway.switch_on("gateway.503")
        return str((await self.desk.correct(claim, ADD_59)).id)


@asynccontextmanager
async def office(folder: Path) -> AsyncIterator[Office]:
    settings = upstream("http://practice.invalid")
    async with practice_gateway(folder) as gateway:
        line = PracticeTransport(folder / "world.sqlite", gateway.clock)
        http = UpstreamClient(settings.name, (settings.url,), transport=line)
        core = CoreClient(settings, http, clock=gateway.clock, new_id=new_uuids("envelope"))
        common: dict[str, Any] = {"audit": gateway.audit, "clock": gateway.clock, "zone": ZONE}
        prints = Prints(command=(str(stub(folder, "cat >/dev/null")),))
        yield Office(
            folder=gateway.audit.folder,
            gateway=gateway,
            desk=desk_of(gateway, CLERK, folder / "store"),
            status=ClaimStatusDesk(core, settings, new_id=new_uuids("question"), **common),
            licences=LicenceDesk(Licences(), folder / "store", audit=gateway.audit),
            prints=PrintDesk(prints, folder / "store", "practice", in_kiosk=False, **common),
        )
        await http.close()


async def test_no_verb_of_claims_corrections_and_appeals_is_without_its_entry(tmp_path: Path) -> None:
    async with office(tmp_path) as at:
        await look_at_claims(at)
        await correct(at)
        await appeal(at)
        await hand_out(at)
        await empty_outbox(at)
        found = records(at.gateway.audit.folder)
    at.ends_well(*DESKS)
    assert not [each for each in (MBI, MODIFIER_MISSING, OTHER_CLAIM, NOT_NECESSARY) if each in str(found)]


async def look_at_claims(at: Office) -> None:
    desk, bearer = at.desk, at.desk.sender.bearer
    wanted = ClaimSearch("B", mbi=Mbi(MBI))
    search = desk.claims.search(bearer, CLINIC, wanted, TODAY)
    await at.does("ClaimsDesk.search", search, "record.search success patient: claims B")
    claim = await at.does("ClaimsDesk.show", desk.claim(MODIFIER_MISSING), CLAIM_SEEN)
    inquiry = inquiry_about(claim)
    assert inquiry is not None
    asking = at.status.ask(inquiry, CLINIC)
    await at.does("ClaimStatusDesk.ask", asking, "record.search success claim, patient: claim status B")
    for accepted, entry in ((False, "cancelled : declined"), (True, "success : accepted")):
        decision = at.licences.decide(CLERK, at.licences.notices[0], accepted=accepted)
        await at.does("LicenceDesk.decide", decision, f"licence.notice {entry}")


async def correct(at: Office) -> None:
    desk, bearer = at.desk, at.desk.sender.bearer
    claim = await desk.claim(OTHER_CLAIM)
    warned = desk.correct(claim, {"lines": {"1": {"modifier_1": "22"}}}, "R48", "R50")
    entry = "record.submit success claim, patient: correction R48 R50 confirmed"
    sent = await at.does("CorrectionsDesk.submit", warned, entry)
    case = Case(claim, asked(claim, ADD_59), TODAY, shipped_book())
    later = desk.corrections.submit_once(desk.sender, CLINIC, case, at_once=False)
    kept = await at.does(
        "CorrectionsDesk.submit_once", later, "record.outbox success claim, patient: correction queued"
    )
    dropping = desk.outbox.drop(CLERK, kept.id)
    await at.does("Outbox.drop", dropping, "record.outbox success claim, patient: correction dropped")
    mine = desk.corrections.list(bearer, CLINIC)
    await at.does("CorrectionsDesk.list", mine, "record.search success : corrections")
    for verb in ("show", "status"):
        seen = getattr(desk.corrections, verb)(bearer, sent.receipt.number)
        await at.does(f"CorrectionsDesk.{verb}", seen, "record.view success claim: correction")


async def appeal(at: Office) -> None:
    appeals, bearer = at.desk.appeals, at.desk.sender.bearer
    claim = await at.desk.claim(NOT_NECESSARY)
    entry = "record.submit success claim, patient: appeal confirmed"
    sent = await at.does("AppealsDesk.submit", at.desk.appeal(claim, appeal_of(claim)), entry)
    assert sent.receipt is not None
    mine = appeals.list(bearer, CLINIC)
    await at.does("AppealsDesk.list", mine, "record.search success : appeals")
    entry = "record.view success claim: appeal"
    filed = await at.does("AppealsDesk.show", appeals.show(bearer, sent.receipt.number), entry)
    await at.does("AppealsDesk.status", appeals.status(bearer, filed.number), entry)
    adding = appeals.add_documents(at.desk.sender, filed, (RECORDS,))
    entry = "record.submit success claim: appeal_documents confirmed"
    await at.does("AppealsDesk.add_documents", adding, entry)
    opening = appeals.letter(bearer, "PRA-0128-1")
    await at.does("AppealsDesk.letter", opening, "record.view success claim: letter")


async def hand_out(at: Office) -> None:
    shown = await at.desk.claims.show(at.desk.sender.bearer, CLINIC, MODIFIER_MISSING)
    printout = claim_printout(shown, CLINIC, ClaimViewing(TODAY), at.licences.copyright_line())
    to_file = at.prints.to_file(printout, at.gateway.audit.folder.parent / "claim.pdf")
    await at.does("PrintDesk.to_file", to_file, "record.export success claim, patient: claim.pdf")
    new_file = at.prints.to_new_file(printout, "text")
    await at.does("PrintDesk.to_new_file", new_file, "record.export success claim, patient: claim.text")
    keeping = at.prints.keep(b"%PDF-", "letter", ".pdf", MODIFIER_MISSING)
    await at.does("PrintDesk.keep", keeping, "record.export success claim: letter")
    printing = at.prints.to_printer(printout)
    await at.does("PrintDesk.to_printer", printing, "record.print success claim, patient: claim.pdf")


async def empty_outbox(at: Office) -> None:
    outbox, sender = at.desk.outbox, at.desk.sender
    waiting = await at.does("Outbox.submit", at.lose_answer(), CLAIM_SEEN, LATE)
    await at.does("Outbox.find", outbox.find(CLERK))  # her own, on this machine
    at.gateway.switch_on("gateway.503", 2)
    await at.does("Outbox.send", outbox.send(sender, waiting), LATE)
    await at.does("Outbox.send_all", outbox.send_all(sender), LATE)
    at.gateway.clock.forward(hours=1)
    entry = "record.submit success claim, patient: correction confirmed"
    await at.does("Outbox.send_due", outbox.send_due(at.desk.sender), entry)
    with_files = Outgoing(kind=Kind.DOCUMENTS, path="/documents", content="{}", claim=OTHER_CLAIM)
    keeping = outbox.keep(at.desk.sender, with_files, "documents-1")
    await at.does("Outbox.keep", keeping, "record.outbox success claim: documents uploading")
    await at.does("Outbox.uploaded", outbox.uploaded(CLERK, "documents-1"))  # no act of hers
    refused = "record.submit matching claim: documents refused"
    await at.does("Outbox.send", outbox.send(at.desk.sender, "documents-1"), refused)
    made_again = outbox.drop_made_again(CLERK, frozenset({"documents-1"}))
    await at.does("Outbox.drop_made_again", made_again, "record.outbox success claim: documents replaced")
    await at.does("Outbox.close", outbox.close())
