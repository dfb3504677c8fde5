"""Codes of claims in words: how a claim stands, why money was taken off, and what to do about it.

A code that stands behind a row of a sheet is a token, ``STC F2:104``, ``CARC CO 50``, ``RARC N115``,
``FISS P B9997``, ``PROC 99213`` or ``RULE R54``, by which `explain_token` knows it again. So is what is on
file: ``CORRECTION PC-10001``, ``APPEAL PRA-1``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spot_tui.backend.claims.model import Adjustment, Claim, Group, Line, Standing
from spot_tui.backend.licences.descriptors import code_set_of
from spot_tui.backend.licences.settings import CodeSet
from spot_tui.backend.x12.codes import word
from spot_tui.backend.x12.codes.adjustments import (
    UNPROCESSABLE,
    Road,
    explain_group,
    explain_reason,
    explain_remark,
)
from spot_tui.words import knows, say

_STATUS, _REASON, _REMARK, _LOCATION, _PROCEDURE = "STC", "CARC", "RARC", "FISS", "PROC"
_RULE = "RULE"
FILED_CORRECTION, FILED_APPEAL = "CORRECTION", "APPEAL"
_USUAL = frozenset({("CO", "45"), ("CO", "253"), ("PR", "1"), ("PR", "2"), ("PR", "3")})
"""Adjustments of claims that were paid as they should be."""


def group_words(claim: Claim) -> str:
    """Return the claim's group in words; one that was paid in part says so."""
    if claim.standing.group is Group.PAID and (claim.standing.partly or has_denied_line(claim)):
        return say("claim_group.partly_paid")
    return say(f"claim_group.{claim.standing.group}")


def has_denied_line(claim: Claim) -> bool:
    """Tell whether some line of a claim was denied; what a list leaves out is not known."""
    return any(is_denied(line) for line in claim.lines)


def is_denied(line: Line) -> bool:
    """Tell whether a line was denied: by its own state, or since nothing of it was allowed."""
    if line.standings:
        return line.standings[0].group in {Group.DENIED, Group.RETURNED}
    return bool(line.adjustments) and line.allowed == 0 and not line.paid and line.billed != 0


def standing_words(standing: Standing) -> str:
    """Return what the raw codes say, in words, with the codes."""
    if not standing.category:
        return ""
    category = word("status_category", standing.category)
    told = [f"{category} ({standing.category})"]
    if standing.code:
        told.append(_status_words(standing.code))
    if standing.entity:
        told.append(word("party", standing.entity))
    return ", ".join(told)


def _status_words(code: str) -> str:
    found = word("status", code)
    return say("claims.status_unknown", code=code) if found == code else f"{found} ({code})"


def location_words(location: str) -> str:
    """Return what the status letter of the Part A system says; empty for one that is not known."""
    key = f"claims.location.{location[:1].lower()}"
    return say(key) if location and knows(key) else ""


def standing_tokens(standing: Standing) -> tuple[str, ...]:
    """Return the tokens of a standing."""
    codes = ":".join(filter(None, (standing.category, standing.code, standing.entity)))
    found = (f"{_STATUS} {codes}" if codes else "", standing.location and f"{_LOCATION} {standing.location}")
    return tuple(filter(None, found))


def reason_token(adjustment: Adjustment) -> str:
    """Return the token of an adjustment."""
    return f"{_REASON} {adjustment.group} {adjustment.code}"


def remark_token(code: str) -> str:
    """Return the token of a remark."""
    return f"{_REMARK} {code}"


def short_codes(tokens: tuple[str, ...]) -> str:
    """Return the reason and remark codes among tokens, as they stand beside a step."""
    reasons = (token.partition(" ") for token in tokens)
    return ", ".join(code for kind, _, code in reasons if kind in {_REASON, _REMARK})


def next_steps(claim: Claim) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return what an office does next, each with the tokens that it follows from, the most binding first.

    Which roads are open by the rules is not said here: this is what the codes themselves ask for.
    """
    if claim.replaced_by:
        return ((say("claims.next.replaced", claim=claim.replaced_by), ()),)
    if UNPROCESSABLE in claim.all_remarks:
        return ((explain_remark(UNPROCESSABLE).next, (remark_token(UNPROCESSABLE),)),)
    steps: list[tuple[str, tuple[str, ...]]] = []
    if claim.wanted and not claim.standing.group.is_final:
        steps.append((say("claims.next.wanted"), standing_tokens(claim.standing)))
    for adjustment in claim.reasons:
        if (adjustment.group, adjustment.code) not in _USUAL:
            told = explain_reason(adjustment.code, adjustment.group)
            steps.append((told.next or say("claims.next.no_words"), (reason_token(adjustment),)))
    for code in claim.all_remarks:
        remark = explain_remark(code)
        if remark.road in {Road.NEW_CLAIM, Road.RECORDS, Road.APPEAL} and steps:
            steps.append((remark.next, (remark_token(code),)))
    if not steps:
        group = claim.standing.group
        lacks_reasons = group is Group.DENIED or (group is Group.PAID and has_denied_line(claim))
        is_unexplained = lacks_reasons and not claim.reasons
        usual = say("claims.next.unexplained" if is_unexplained else f"claims.next.{group}")
        steps.append((usual, standing_tokens(claim.standing)))
    return _once(steps)


def _once(steps: list[tuple[str, tuple[str, ...]]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    merged: dict[str, tuple[str, ...]] = {}
    for words, tokens in steps:
        merged[words] = tuple(dict.fromkeys((*merged.get(words, ()), *tokens)))
    return tuple(merged.items())


def procedure_token(code: str) -> str:
    """Return the token of a procedure code."""
    return f"{_PROCEDURE} {code}"


def filed_token(kind: str, number: str) -> str:
    """Return the token of what is on file, a `FILED_CORRECTION` or `FILED_APPEAL`."""
    return f"{kind} {number}"


def filed_in(tokens: Iterable[str]) -> tuple[str, str]:
    """Return kind and number of the first thing on file among tokens; empty where there is none."""
    for token in tokens:
        kind, _, number = token.partition(" ")
        if kind in {FILED_CORRECTION, FILED_APPEAL}:
            return kind, number
    return "", ""


def licensed_code(token: str) -> tuple[CodeSet, str] | None:
    """Return code set and code of a token whose words somebody may hold a licence for, None of others."""
    kind, _, rest = token.partition(" ")
    if kind == _PROCEDURE:
        return code_set_of(rest), rest
    if kind == _REASON:
        return "carc", rest.partition(" ")[2]
    return ("rarc", rest) if kind == _REMARK else None


def _explain_status(codes: str) -> Iterator[str]:
    category, _, more = codes.partition(":")
    code, _, entity = more.partition(":")
    yield say("claims.explain.status", codes=codes, category=word("status_category", category))
    if code:
        yield say("claims.explain.status_code", words=_status_words(code))
    if entity:
        yield say("claims.explain.entity", words=word("party", entity), code=entity)


def explain_token(token: str) -> Iterator[str]:
    """Yield the sentences that explain a token: the code, its words, and what to do."""
    kind, _, rest = token.partition(" ")
    if kind == _STATUS:
        yield from _explain_status(rest)
    elif kind == _REASON:
        group, _, code = rest.partition(" ")
        bears, reason = explain_group(group), explain_reason(code, group)
        yield say("claims.explain.reason", code=code, words=reason.words or say("claims.no_words"))
        yield say("claims.explain.group", code=group, words=bears.words or say("claims.no_words"))
        yield from (say("claims.explain.next", words=step) for step in (reason.next, bears.next) if step)
    elif kind == _REMARK:
        remark = explain_remark(rest)
        yield say("claims.explain.remark", code=rest, words=remark.words or say("claims.no_words"))
        if remark.next:
            yield say("claims.explain.next", words=remark.next)
    elif kind == _PROCEDURE:
        yield say("claims.explain.procedure", code=rest)
    elif kind == _RULE:
        from spot_tui.backend.corrections.roads_view import explain_rule

        yield from explain_rule(rest)
    elif kind in {FILED_CORRECTION, FILED_APPEAL}:
        yield say(f"claims.explain.{kind.lower()}", number=rest)
    elif kind == _LOCATION:
        yield say("claims.explain.location", code=rest, words=location_words(rest) or say("claims.no_words"))
