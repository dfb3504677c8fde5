"""What stands first in the outbox, and how one submission is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from spot_tui.backend.eligibility.sheet import section_lines
from spot_tui.backend.outbox.model import Kind, Receipt, State, Submission
from spot_tui.backend.outbox.rules import OutboxRules
from spot_tui.backend.outbox.view import next_words, outbox_section, state_words, submission_sections
from spot_tui.backend.outbox.waiting import in_order, is_urgent
from spot_tui.backend.problems import Problem

NOW = datetime(2026, 11, 24, 14, 41, tzinfo=UTC)
DAY = date(2026, 11, 24)
ZONE = ZoneInfo("America/New_York")
RULES = OutboxRules()
FIRST = Submission(
    kind=Kind.CORRECTION,
    path="/corrections",
    content="{}",
    claim="9926000000103",
    id="1",
    key="key",
    owner="sub-1",
    provider_npi="1234567893",
    created_at=NOW - timedelta(hours=3),
    next_at=NOW + timedelta(seconds=65),
)
SECOND = replace(FIRST, id="2", created_at=NOW - timedelta(hours=2), deadline=date(2026, 12, 2))
URGENT = replace(SECOND, id="3", created_at=NOW, deadline=date(2026, 12, 1), state=State.UPLOADING)
OVERDUE = replace(SECOND, id="4", created_at=NOW, deadline=date(2026, 11, 23), state=State.UNCONFIRMED)
REFUSED = replace(URGENT, id="5", state=State.REFUSED)
LATER = replace(REFUSED, id="6", created_at=NOW + timedelta(minutes=1))


def test_what_ends_soon_stands_first_then_what_waits_then_what_is_settled() -> None:
    found = in_order([REFUSED, FIRST, SECOND, URGENT, OVERDUE, LATER], DAY, RULES)
    assert "".join(each.id for each in found) == "431265"
    assert [each.id for each in found if is_urgent(each, DAY, RULES)] == ["4", "3"]
    _, first, *_ = section_lines(outbox_section(found, NOW, ZONE, RULES))
    assert "* Correction" in first.text


def test_the_next_try_counts_down_and_a_far_one_is_told_by_the_clock() -> None:
    told = [next_words(FIRST, NOW + timedelta(seconds=gone), ZONE) for gone in (0, 1, 64.5, 65, 400)]
    assert told == ["in 1:05", "in 1:04", "in 0:01", "now", "now"]
    assert next_words(replace(FIRST, not_before=NOW + timedelta(hours=2)), NOW, ZONE) == "at 11:41"
    assert next_words(REFUSED, NOW, ZONE) == ""
    assert state_words(URGENT, 62) == "uploading 62%"
    assert state_words(FIRST, 62) == "waits"


def test_one_is_told_with_why_it_waits_and_what_was_confirmed() -> None:
    why = Problem("gateway.changed", (), {}, "Someone else changed it.", "gw-1")
    told = submission_sections(replace(REFUSED, problem=why, tries=2), NOW, ZONE)
    text = "\n".join(line.text for section in told for line in section_lines(section))
    assert "Someone else changed it." in text
    assert "gw-1" in text
    receipt = Receipt("PC-1", DAY, NOW)
    told = submission_sections(replace(FIRST, state=State.CONFIRMED, receipt=receipt), NOW, ZONE)
    text = "\n".join(line.text for section in told for line in section_lines(section))
    assert "PC-1" in text
    assert "Next try" not in text
