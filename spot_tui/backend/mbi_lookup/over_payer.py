"""Medicare numbers from a clearinghouse's look-up payer: a 270 without a number, a 271 that has it.

Source: X12 005010X279A1, 2100C: NM108 and NM109 are left out, REF*SY carries the Social Security number.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from spot_tui.backend.clock import Clock, NewId
from spot_tui.backend.connectivity.core import X12_270
from spot_tui.backend.connectivity.reply import read_transaction, reply_problem
from spot_tui.backend.connectivity.request import Numbers, new_numbers, x12_name
from spot_tui.backend.eligibility.mapping import ANSWER, read_answers
from spot_tui.backend.eligibility.model import Beneficiary, Reject
from spot_tui.backend.eligibility.rejects import reject_problem
from spot_tui.backend.eligibility.reply import is_reply_to
from spot_tui.backend.eligibility.request import opening, write_270
from spot_tui.backend.formats import read_mbi
from spot_tui.backend.gateway import Bearer
from spot_tui.backend.mbi_lookup.service import Entry
from spot_tui.backend.mbi_lookup.subject import Subject
from spot_tui.backend.problems import Kind, Problem
from spot_tui.backend.upstreams import CoreUpstream, EligibilityRules, Provider

if TYPE_CHECKING:
    from spot_tui.backend.connectivity.core import CoreClient
    from spot_tui.backend.store.audit import Act

_HEALTH_PLAN_COVER = "30"


class PayerDirectory:
    """A look-up payer. `zone` is that in which the times of the request are written."""

    def __init__(
        self, core: CoreClient, rules: EligibilityRules, *, clock: Clock, zone: ZoneInfo, new_id: NewId
    ) -> None:
        self.name = core.upstream.name
        self._core = core
        self._rules = rules
        self._clock = clock
        self._zone = zone
        self._new_id = new_id

    async def find(self, bearer: Bearer, provider: Provider, subject: Subject, act: Act) -> Entry:
        """Ask and return the entry. `bearer` is not shown: the clearinghouse knows the submitter.

        Raises `Problem`: those of `CoreClient.exchange` and `read_transaction`, ``aaa.*``, ``lookup.none``,
        ``answer.mismatch``.
        """
        numbers = new_numbers(self._new_id)
        act.correlation = numbers.trace
        created = self._clock.now().astimezone(self._zone)
        text = write_lookup(subject, provider, self._core.upstream, numbers, created)
        answer = await self._core.exchange(text, X12_270)
        act.correlation = f"{numbers.trace}/{answer.payload_id}"
        return self._read(answer.payload, subject, numbers)

    def _read(self, payload: str, subject: Subject, numbers: Numbers) -> Entry:
        interchange, transaction = read_transaction(payload, ANSWER, self.name)
        answers = read_answers(interchange, transaction)
        if len(answers) != 1 or not is_reply_to(answers[0], numbers):
            raise reply_problem("answer.mismatch", ANSWER, self.name)
        found, rejects = answers[0].beneficiary, answers[0].rejects
        if rejects and not (found and found.mbi):
            raise self._refusal(rejects)
        return self._entry(found, subject)

    def _refusal(self, rejects: tuple[Reject, ...]) -> Problem:
        """Return why there is no number; that nobody fits is one answer, however the payer puts it."""
        problem = reject_problem(rejects, self._rules)
        if problem.kind is not Kind.MATCHING:
            return problem
        return Problem("lookup.none", (), {}, problem.upstream_words, problem.reference)

    def _entry(self, found: Beneficiary | None, subject: Subject) -> Entry:
        try:
            if found is None or found.dependent or found.birth_date not in (None, subject.birth_date):
                raise reply_problem("answer.mismatch", ANSWER, self.name)
            first, last = found.first_name or subject.first_name, found.last_name or subject.last_name
            return Entry(read_mbi(found.mbi), first, last)
        except Problem:
            raise reply_problem("answer.mismatch", ANSWER, self.name) from None


def write_lookup(
    subject: Subject, provider: Provider, upstream: CoreUpstream, numbers: Numbers, created: datetime
) -> str:
    """Return the interchange to send. `created` is written as it is: pass it in the profile's zone."""
    body = [
        *opening(provider, upstream, numbers, created),
        ("NM1", "IL", "1", x12_name(subject.last_name), x12_name(subject.first_name)),
        ("REF", "SY", subject.ssn.digits),
        ("DMG", "D8", f"{subject.birth_date:%Y%m%d}"),
        ("DTP", "291", "D8", f"{created:%Y%m%d}"),
        ("EQ", _HEALTH_PLAN_COVER),
    ]
    return write_270(body, upstream, numbers, created)
