"""Papers for an appeal that is on file: looked through, judged by the rules of documents, told and sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from spot_tui.backend.appeals.model import AttachedDocument
from spot_tui.backend.corrections.appeal_forms import start_of_appeal
from spot_tui.backend.documents.checks import Judged, judge
from spot_tui.backend.documents.filling import filled_form
from spot_tui.backend.documents.forms import FORMS, FormId
from spot_tui.backend.documents.paper import Paper
from spot_tui.backend.forms import Typed, Values
from spot_tui.backend.problems import Problem

if TYPE_CHECKING:
    from spot_tui.backend.appeals.service import AppealsDesk
    from spot_tui.backend.claims.model import Claim
    from spot_tui.backend.corrections.case import RuleBook
    from spot_tui.backend.documents.desk import DocumentsDesk
    from spot_tui.backend.documents.papers import PaperDesk
    from spot_tui.backend.gateway import Bearer
    from spot_tui.backend.outbox.model import Sender, Submission
    from spot_tui.backend.upstreams import Provider

_FORM = FORMS[FormId.APPEAL]


@dataclass(frozen=True, slots=True)
class JudgedPapers:
    """Files as they were looked through, and all that is said of sending them."""

    papers: tuple[Paper, ...]
    judged: Judged


def start_of_papers(claim: Claim, number: str, requestor: str) -> dict[str, str]:
    """Return what is known of the form's fields before anything is typed; `number` is the appeal's."""
    known = start_of_appeal(claim, requestor) | {"appeal_number": number}
    return {name: known[name] for name in _FORM.names if name in known}


async def papers_problem(appeals: AppealsDesk, bearer: Bearer, values: Values) -> Problem | None:
    """Return why the appeal that a form names takes no papers; None where it does.

    It is not there, is decided, or is of another claim.

    None also where its fields are not right yet. Raises as `AppealsDesk.show` does, but for ``appeals.none``.
    """
    number, claim = values.get("appeal_number"), values.get("claim_number")
    if not number or not claim:
        return None
    try:
        appeal = await appeals.show(bearer, str(number))
    except Problem as problem:
        if problem.code != "appeals.none":
            raise
        return Problem(problem.code, ("appeal_number",), problem.parameters)
    if appeal.claim != claim:
        return Problem("appeals.other_claim", ("appeal_number", "claim_number"))
    return None if appeal.takes_documents else Problem("appeals.decided", ("appeal_number",))


async def look_through(
    desk: PaperDesk, typed: Typed, paths: Sequence[Path], moment: datetime, book: RuleBook
) -> JudgedPapers:
    """Look at each file that a command names, and judge them. Raises only the audit log's own."""
    papers = tuple([await desk.check(path, by_command=True) for path in paths])
    return JudgedPapers(papers, judge(_FORM, typed, papers, moment=moment, limits=desk.limits, book=book))


async def tell_papers(
    appeals: AppealsDesk, sender: Sender, number: str, papers: Sequence[Paper]
) -> Submission:
    """Tell the gateway which papers come for an appeal; return how that stands.

    Raises `Problem` ``appeals.decided`` where nothing can be added any more, and as `AppealsDesk.show`.
    """
    appeal = await appeals.show(sender.bearer, number)
    if not appeal.takes_documents:
        raise Problem("appeals.decided")
    return await appeals.add_documents(sender, appeal, [_told(paper) for paper in papers])


async def send_papers(
    documents: DocumentsDesk, sender: Sender, provider: Provider, found: JudgedPapers
) -> Submission:
    """Send the files themselves, as papers for an appeal; it may take long, and is gone on with."""
    return await documents.submit(sender, provider, filled_form(_FORM, found.judged, found.papers, ()))


def _told(paper: Paper) -> AttachedDocument:
    if paper.kind is None:
        raise ValueError("a file of no known kind is refused by a rule")
    return AttachedDocument(paper.name, paper.kind.media_type, paper.size, paper.sha256)
