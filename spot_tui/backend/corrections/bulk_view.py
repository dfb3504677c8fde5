"""The same change on many claims in words: a row for each, what speaks against it, before and after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from spot_tui.backend.corrections.bulk import BulkClaim, Verdict, exceptions_first
from spot_tui.backend.corrections.review import finding_words, review_sections
from spot_tui.backend.eligibility.sheet import Row, Section, Tab, Tone
from spot_tui.backend.explanations import explain
from spot_tui.backend.outbox.view import told
from spot_tui.words import say

BAD = frozenset({Verdict.FAILED, Verdict.REFUSED, Verdict.RETURNED})
_COLUMNS = ("claim", "patient", "verdict", "number")


def verdict_words(verdict: Verdict) -> str:
    """Return how it stands, in one or two words."""
    return say(f"bulk.verdict.{verdict}")


def counts_words(found: Iterable[BulkClaim]) -> str:
    """Return how many stand how, exceptions first."""
    counts = Counter(one.verdict for one in found)
    return "  ".join(f"{verdict_words(each)} {counts[each]}" for each in Verdict if counts[each])


def reason_words(one: BulkClaim) -> str:
    """Return why it stands so; empty for a claim that nothing speaks against."""
    if one.problem is not None:
        told_of = explain(one.problem)
        return " ".join(filter(None, (told_of.what, told_of.next)))
    if one.submission is not None:
        problem = one.submission.problem
        refused = (explain(problem).what, problem.upstream_words) if problem else ()
        return " ".join(filter(None, (told(one.submission), *refused)))
    return " ".join(finding_words(finding) for finding in one.refused or one.warned)


def short_reason(one: BulkClaim) -> str:
    """Return the first reason, and how many there are besides."""
    findings = one.refused or one.warned
    if one.problem is not None or one.submission is not None or not findings:
        return reason_words(one)
    more = say("bulk.more", count=len(findings) - 1) if len(findings) > 1 else ""
    return " ".join(filter(None, (finding_words(findings[0]), more)))


def rules_words(one: BulkClaim) -> str:
    """Return the ids of rules that refuse it, else of those that warn; of one that is there its number."""
    if one.submission is not None:
        return _confirmation(one)
    return " ".join(dict.fromkeys(finding.rule for finding in one.refused or one.warned))


def patient_words(one: BulkClaim) -> str:
    """Return whose claim it is, as far as that is known."""
    return one.claim.patient.name if one.claim else ""


def change_sections(one: BulkClaim) -> Iterator[Section]:
    """Yield before and after, then what rules refuse or warn of."""
    if one.case is not None:
        yield from review_sections(one.case.claim, one.case.correction)
    for title, findings in (("refused", one.refused), ("warned", one.warned)):
        if findings:
            rows = tuple(
                Row(
                    (f"{finding_words(each)} {explain(each.problem).next}".strip(),),
                    Tone.STOP if each.refuses else Tone.WARN,
                )
                for each in findings
            )
            yield Section(say(f"bulk.section.{title}"), rows)
    if one.problem is not None or one.submission is not None:
        yield Section(verdict_words(one.verdict), (Row((reason_words(one),), _tone(one.verdict)),))


def report_tab(found: Iterable[BulkClaim]) -> Tab:
    """Return what became of each, exceptions first."""
    ordered = exceptions_first(found)
    rows = tuple(
        Row(
            (one.number, patient_words(one), verdict_words(one.verdict), rules_words(one)),
            _tone(one.verdict),
            note="" if one.verdict is Verdict.CONFIRMED else reason_words(one),
        )
        for one in ordered
    )
    columns = tuple(say(f"bulk.column.{name}") for name in _COLUMNS)
    return Tab("bulk", say("bulk_report.title"), (Section(counts_words(ordered), rows, columns),))


def report_table(found: Iterable[BulkClaim]) -> tuple[tuple[str, ...], ...]:
    """Return the same as a table for a spreadsheet, its columns' names first."""
    rows = (
        (
            one.number,
            patient_words(one),
            one.verdict.value,
            _confirmation(one),
            " ".join(dict.fromkeys(finding.rule for finding in one.findings)),
            reason_words(one),
        )
        for one in exceptions_first(found)
    )
    return (("claim", "patient", "outcome", "confirmation", "rules", "reason"), *rows)


def _confirmation(one: BulkClaim) -> str:
    receipt = one.submission.receipt if one.submission else None
    return receipt.number if receipt else ""


def _tone(verdict: Verdict) -> Tone:
    if verdict in BAD:
        return Tone.STOP
    return Tone.GOOD if verdict is Verdict.CONFIRMED else Tone.PLAIN
