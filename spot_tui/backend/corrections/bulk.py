"""The same change on many claims: what it stands for on each, what rules say, and what became of each.

One request goes out for each claim, the same for screen and command. What is asked for again on the same day,
as after the program was killed, goes out once.
"""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

from spot_tui.backend.clock import Clock
from spot_tui.backend.corrections.case import Case, RuleBook
from spot_tui.backend.corrections.changes import MOST_CHARACTERS, Changes, Read, parse_asked, read_changes
from spot_tui.backend.corrections.check import check_sending
from spot_tui.backend.corrections.findings import Finding, refusal, refusals
from spot_tui.backend.corrections.forms import read_yes_or_no, same_form
from spot_tui.backend.corrections.request import (
    MODIFIER_SLOTS,
    SLOT_TYPES,
    Correction,
    LineValues,
    RequestType,
    WholeChange,
    first_empty_slot,
    line_values,
)
from spot_tui.backend.forms import Field as FormField
from spot_tui.backend.forms import Form, Typed
from spot_tui.backend.outbox.model import Sender, State, Submission
from spot_tui.backend.outbox.service import is_line_down
from spot_tui.backend.problems import Kind, Problem
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.claims.model import Claim
    from spot_tui.backend.claims.service import ClaimsDesk
    from spot_tui.backend.corrections.service import CorrectionsDesk
    from spot_tui.backend.gateway import Bearer
    from spot_tui.backend.upstreams import Provider

_Text = Annotated[str, Field(max_length=1000)]
_NO_SLOT = "modifier_5"
"""Named where all four slots of a line are filled: R45 refuses it."""


SameKind = RequestType | WholeChange
"""A kind of change that many claims can take."""


class SameChange(BaseModel):
    """One kind of change of the chosen lines: ``1`` is line 1, ``99213`` each line with that procedure.

    `fields` are those of the form of this kind (`same_form`), as typed; one left empty stays as it is. A
    modifier that is added goes into the first empty slot of its line. What is asked of a whole claim has no
    lines.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: SameKind
    lines: _Text = ""
    fields: Mapping[_Text, _Text] = Field(default_factory=dict)

    @property
    def typed(self) -> dict[str, str]:
        """What stands in the form of this kind."""
        chosen = {"bulk_lines": self.lines} if self.lines or isinstance(self.type, RequestType) else {}
        return {**chosen, **self.fields}

    @property
    def filled(self) -> dict[str, str]:
        """The fields that are not left empty."""
        return {name: text.strip() for name, text in self.fields.items() if text.strip()}


Asked = Changes | SameChange
"""What is asked of each claim: fields by line, or one kind of change."""


class Verdict(StrEnum):
    """How it stands with one of the claims, exceptions first. Words: ``bulk.verdict.NAME``."""

    FAILED = "failed"
    """It could not be looked up or sent, or has no such line: `BulkClaim.problem` says why."""
    REFUSED = "refused"
    """A rule refuses it."""
    RETURNED = "returned"
    """The gateway refused it, or its last day passed."""
    WARNED = "warned"
    """A warning wants a yes."""
    FREE = "free"
    """Nothing speaks against it, and it was not sent."""
    WAITING = "waiting"
    """It is in the outbox, and not confirmed."""
    CONFIRMED = "confirmed"


@dataclass(frozen=True)
class BulkClaim:
    """One of the claims: as it was looked up, what is asked of it, what rules say, and what became of it.

    `passed` are the ids of rules that warned and that the person went past.
    """

    number: str = field(repr=False)
    case: Case | None = field(default=None, repr=False)
    misread: tuple[Finding, ...] = ()
    findings: tuple[Finding, ...] = ()
    passed: frozenset[str] = frozenset()
    submission: Submission | None = None
    problem: Problem | None = None

    @property
    def claim(self) -> Claim | None:
        """The claim, None where it could not be looked up."""
        return self.case.claim if self.case else None

    @property
    def refused(self) -> tuple[Finding, ...]:
        """What blocks sending."""
        return refusals(self.findings)

    @property
    def warned(self) -> tuple[Finding, ...]:
        """What wants an explicit yes."""
        return tuple(each for each in self.findings if not each.refuses)

    @property
    def missing(self) -> tuple[str, ...]:
        """The ids of the rules that warn and that nobody went past, each once."""
        return tuple(dict.fromkeys(each.rule for each in self.warned if each.rule not in self.passed))

    @property
    def verdict(self) -> Verdict:
        """How it stands."""
        if self.problem is not None:
            return Verdict.FAILED
        if self.submission is not None:
            return _of_submission(self.submission)
        if self.refused:
            return Verdict.REFUSED
        return Verdict.WARNED if self.missing else Verdict.FREE

    def said_yes(self) -> BulkClaim:
        """Return it with a yes to all that it is warned of now."""
        return replace(self, passed=self.passed | {each.rule for each in self.warned})

    def taken_back(self) -> BulkClaim:
        """Return it without any yes."""
        return replace(self, passed=frozenset())


def exceptions_first(found: Iterable[BulkClaim]) -> tuple[BulkClaim, ...]:
    """Return them in the order of their verdicts, otherwise as they come."""
    order = tuple(Verdict)
    return tuple(sorted(found, key=lambda each: order.index(each.verdict)))


class BulkDesk:
    """The same change on many claims of one provider."""

    def __init__(
        self,
        claims: ClaimsDesk,
        corrections: CorrectionsDesk,
        book: RuleBook,
        *,
        clock: Clock,
        zone: ZoneInfo,
    ) -> None:
        self._claims = claims
        self._corrections = corrections
        self._book = book
        self._clock = clock
        self._zone = zone

    async def look(
        self, bearer: Bearer, provider: Provider, number: str, asked: Asked, *, is_one_of_many: bool = True
    ) -> BulkClaim:
        """Look a claim up and return what is asked of it, with what rules say of that if it is sent now.

        Of many claims each is sent with the names of its own patient, unless `asked` has names. That there is
        no such claim, or no such line, is its own `problem`. Raises `Problem` where no other claim could be
        looked up either: ``gateway.*``, ``upstream.*``, ``session.ended``, ``audit.*``.
        """
        try:
            claim = (await self._claims.show(bearer, provider, number)).claim
        except Problem as problem:
            if problem.kind in {Kind.UNAVAILABLE, Kind.PERMISSION}:
                raise
            return BulkClaim(number, problem=problem)
        case = Case(claim, Correction(number), self._today(), self._book)
        try:
            read = read_of(claim, asked, is_named=is_one_of_many)
        except Problem as problem:
            return BulkClaim(number, case, problem=problem)
        return self.judge(BulkClaim(number, replace(case, correction=read.correction), read.findings))

    async def look_each(
        self, bearer: Bearer, provider: Provider, numbers: Sequence[str], asked: Asked
    ) -> AsyncGenerator[BulkClaim]:
        """Yield each of several claims as it is looked up. Raises as `look`."""
        for number in numbers:
            yield await self.look(bearer, provider, number, asked, is_one_of_many=len(numbers) > 1)

    def judge(self, one: BulkClaim) -> BulkClaim:
        """Return it with what rules say of it if it is sent now."""
        if one.case is None or one.problem is not None:
            return one
        case = replace(one.case, today=self._today())
        return replace(one, case=case, findings=(*one.misread, *check_sending(case, self._clock.now())))

    async def send_each(
        self, sender: Sender, provider: Provider, found: Iterable[BulkClaim]
    ) -> AsyncGenerator[BulkClaim]:
        """Send each that no rule refuses and whose warnings are gone past; yield all as they stand then.

        What was settled stays as it is. Once the line turns out to be away the others are put into the outbox
        alone, and go out by themselves. Raises `Problem` where no other could be sent either, that one and
        all after it being unsent: ``outbox.*``, ``session.ended``, ``audit.*``.
        """
        is_away = False
        for one in found:
            now = one if one.submission is not None else self.judge(one)
            if now.verdict is Verdict.FREE and now.case is not None:
                passed = tuple(dict.fromkeys(each.rule for each in now.warned))
                submission = await self._corrections.submit_once(
                    sender, provider, now.case, passed, at_once=not is_away
                )
                is_away = is_away or is_line_down(submission)
                now = replace(now, submission=submission)
            yield now

    def _today(self) -> date:
        return self._clock.now().astimezone(self._zone).date()


def parse_bulk(text: str) -> Asked:
    """Return what a JSON document asks of each claim.

    Raises `Problem` ``changes.file``, or that of a field of a `SameChange`.
    """
    if not _names_type(text):
        return parse_asked(Changes, text, "changes.file")
    same = parse_asked(SameChange, text, "changes.file")
    form = same_form(same.type)
    unknown = next((name for name in same.typed if name not in {each.name for each in form.fields}), None)
    if unknown is not None:
        raise Problem("changes.file", (), {"reason": f"fields.{unknown}: not of {same.type}"})
    reading = form.read(same.typed)
    if reading.problems:
        raise reading.foremost
    return same


def read_of(claim: Claim, asked: Asked, *, is_named: bool = True) -> Read:
    """Return the correction of one claim; `is_named` gives it the patient's own names where it has none.

    Raises `Problem` ``bulk.no_line`` where the claim has none of the lines.
    """
    found: tuple[Finding, ...] = ()
    if isinstance(asked, SameChange):
        asked, found = _changes_of(claim, asked)
        is_named = True
    if is_named and not (asked.first_name or asked.last_name):
        patient = claim.patient
        names = {"first_name": patient.first_name, "last_name": patient.last_name}
        asked = asked.model_copy(update=names)
    read = read_changes(claim, asked)
    return replace(read, findings=(*read.findings, *found))


def _changes_of(claim: Claim, same: SameChange) -> tuple[Changes, tuple[Finding, ...]]:
    """Return what a change means for one claim, and what speaks against it from the start."""
    if same.type is WholeChange.HEADER:
        return Changes(header=same.filled), ()
    if same.type is WholeChange.HISTORY:
        return Changes(history=read_yes_or_no(same.fields.get("history", ""))), ()
    lines, found = _lines_of(claim, same)
    return Changes(lines=lines), found


def _lines_of(claim: Claim, same: SameChange) -> tuple[dict[int, dict[str, str]], tuple[Finding, ...]]:
    """Return what changes of each line that is chosen, and where there is nothing to replace (R46)."""
    chosen = same_form(same.type).field("bulk_lines").read(same.lines)
    lines = [line for line in claim.lines if chosen in (line.number, line.procedure)]
    if not lines:
        raise Problem("bulk.no_line", (), {"lines": same.lines})
    given: dict[int, dict[str, str]] = {}
    found: list[Finding] = []
    for line in lines:
        before = line_values(claim, line)
        given[line.number] = changed = _changed(same, before)
        slot = next(iter(changed), "")
        if same.type is RequestType.EDIT_MODIFIER and not getattr(before, slot):
            found.append(refusal("R46", slot, line=line.number, slot=slot[-1]))
    return given, tuple(found)


def _changed(same: SameChange, before: LineValues) -> dict[str, str]:
    typed = same.filled
    if same.type not in SLOT_TYPES:
        return typed
    slot = typed.get("slot", "")
    name = MODIFIER_SLOTS[int(slot) - 1] if slot else first_empty_slot(before) or _NO_SLOT
    return {name: typed.get("modifier", "")}


def _names_type(text: str) -> bool:
    with suppress(ValueError, RecursionError):
        found = json.loads(text)
        return isinstance(found, dict) and "type" in found
    return False


def _of_submission(submission: Submission) -> Verdict:
    if submission.state is State.CONFIRMED:
        return Verdict.CONFIRMED
    return Verdict.RETURNED if submission.state in {State.REFUSED, State.EXPIRED} else Verdict.WAITING


def draft_form() -> Form:
    """Return the form under which the change is kept with the claims that it is still to be sent for."""
    fields = (FormField(name, str, MOST_CHARACTERS) for name in ("claims", "change", "about"))
    return Form("bulk_correction", tuple(fields), drafted=True)


def draft_values(numbers: Iterable[str], same: SameChange) -> dict[str, str]:
    """Return what a draft holds; nothing where nothing was typed or no claim is left."""
    left = tuple(numbers)
    if not left or not any(text.strip() for text in same.typed.values()):
        return {}
    about = say("bulk.draft", count=len(left), kind=say(f"correction.type.{same.type}"))
    return {"claims": " ".join(left), "change": same.model_dump_json(), "about": about}


def read_draft(values: Typed) -> tuple[tuple[str, ...], SameChange]:
    """Return the claims and the change of a draft. Raises `Problem` ``changes.file``."""
    same = parse_asked(SameChange, values.get("change", ""), "changes.file")
    return tuple(values.get("claims", "").split()), same
