"""From files and a form as it was typed to the receipt: what rules let pass is taken, and only once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from spot_tui.backend.corrections.case import shipped_book
from spot_tui.backend.documents.answered import find_answer
from spot_tui.backend.documents.checks import Judged, judge
from spot_tui.backend.documents.filling import filled_form
from spot_tui.backend.documents.forms import FORMS, FormId, Role
from spot_tui.backend.documents.papers import PaperDesk
from spot_tui.backend.documents.settings import DocumentRules
from spot_tui.backend.formats import show_date
from spot_tui.backend.outbox.model import State
from tests.backend.documents.files import tiff, whole
from tests.backend.documents.test_rules import LIMITS, TYPED
from tests.wire.documents import office
from tests.wire.gateway import CLERK, CLINIC
from tests.wire.portal import Portal
from tests.wire.test_outbox_kills import token_of

ZONE = ZoneInfo("America/New_York")


async def test_a_checked_answer_to_a_letter_is_taken_once(portal: Portal, tmp_path: Path) -> None:
    clerk = office(f"{portal.url}/gateway/v1", token_of(portal), CLERK, tmp_path / "store", portal.clock)
    desk = PaperDesk(DocumentRules(folders=(tmp_path,)), LIMITS, is_kiosk=True, audit=clerk.audit)
    (tmp_path / "letter.pdf").write_bytes(whole())
    (tmp_path / "Notes of June").write_bytes(tiff())
    papers = (
        await desk.check(tmp_path / "letter.pdf", Role.LETTER),
        await desk.check(tmp_path / "Notes of June"),
    )
    form, now = FORMS[FormId.RECORDS], portal.clock.now()
    written = show_date(now.astimezone(ZONE).date() - timedelta(days=3))
    typed = TYPED | {"letter_date": written}

    async def checked() -> Judged:
        answered = await find_answer(
            *(form, typed, clerk.sender, CLINIC), documents=clerk.documents, outbox=clerk.outbox, zone=ZONE
        )
        book = shipped_book()
        return judge(form, typed, papers, moment=now, limits=LIMITS, book=book, answered_on=answered)

    first = await checked()
    assert first.stops() == ()
    sent = await clerk.documents.submit(clerk.sender, CLINIC, filled_form(form, first, papers, ()))
    assert sent.state is State.CONFIRMED, sent.problem
    assert sent.receipt is not None
    assert [each.sha256 for each in sent.receipt.files] == [each.sha256 for each in papers]
    assert sent.receipt.received_on == first.received_on
    assert [problem.code for problem in (await checked()).stops()] == ["rule.R68"]
    await clerk.close()
