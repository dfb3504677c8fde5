"""Rules of use: accepted once a day or a sign-in, on record, remembered, and needed before an inquiry."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import pytest

from spot_tui.backend.problems import Kind, Problem
from spot_tui.backend.store.audit import AuditLog, Who
from spot_tui.backend.use_rules import PURPOSES, UseRules, UseRuleSettings, open_use_rules, purpose_words
from tests.backend.eligibility.office import OTIS, WREN, terminal
from tests.backend.store.builders import SetClock, new_log, records
from tests.wire.core_desk import ZONE

Ask = Literal["daily", "sign_in", "never"]
NEXT_DAY = 24 * 3600


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


def signed_in(store: Path, clock: SetClock, who: Who = WREN, ask: Ask = "daily") -> tuple[UseRules, AuditLog]:
    audit = new_log(store, clock)
    audit.record_now("audit.start")
    audit.who = who
    return open_use_rules(UseRuleSettings(ask=ask), store, audit=audit, clock=clock, zone=ZONE), audit


async def test_they_are_accepted_once_a_day_by_each_person_also_after_a_restart(
    tmp_path: Path, clock: SetClock
) -> None:
    rules, audit = signed_in(tmp_path, clock)
    assert rules.is_pending()
    await rules.decide(accepted=True)
    assert not rules.is_pending()
    audit.close()
    assert not signed_in(tmp_path, clock)[0].is_pending()
    assert not signed_in(tmp_path, clock, replace(WREN, session_id="s9"))[0].is_pending()
    assert signed_in(tmp_path, clock, OTIS)[0].is_pending()
    clock.forward(seconds=NEXT_DAY)
    assert signed_in(tmp_path, clock)[0].is_pending()


async def test_at_every_sign_in_where_settings_say_so(tmp_path: Path, clock: SetClock) -> None:
    rules, _ = signed_in(tmp_path, clock, ask="sign_in")
    await rules.decide(accepted=True)
    assert not rules.is_pending()
    clock.forward(seconds=NEXT_DAY)
    assert not rules.is_pending()
    assert signed_in(tmp_path, clock, replace(WREN, session_id="s9"), "sign_in")[0].is_pending()


def test_never_where_settings_say_so(tmp_path: Path, clock: SetClock) -> None:
    rules, _ = signed_in(tmp_path, clock, ask="never")
    rules.require()


async def test_other_words_are_accepted_anew(
    tmp_path: Path, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules, _ = signed_in(tmp_path, clock)
    await rules.decide(accepted=True)
    monkeypatch.setattr(UseRules, "text", property(lambda _: "Other rules."))
    assert rules.is_pending()


async def test_the_decision_is_recorded_and_no_person_is_named_in_the_store(
    tmp_path: Path, clock: SetClock
) -> None:
    rules, _ = signed_in(tmp_path, clock)
    await rules.decide(accepted=False)
    assert rules.is_pending()
    await rules.decide(accepted=True)
    told = [r for r in records(tmp_path) if r["event"] == "use.rules"]
    assert [(r["outcome"], r["reason"]) for r in told] == [("cancelled", "declined"), ("success", "accepted")]
    assert len(told[0]["details"]["rules_sha256"]) == 64
    kept = tmp_path / "use-rules.json"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert not {"sub-1", "wren"} & set(json.loads(kept.read_text()))


async def test_the_service_is_not_asked_before(tmp_path: Path, clock: SetClock) -> None:
    async with terminal(tmp_path, clock) as at:
        rules = open_use_rules(UseRuleSettings(), tmp_path, audit=at.audit, clock=clock, zone=ZONE)
        at.desk.use_rules = rules
        with pytest.raises(Problem) as caught:
            await at.check()
        assert (caught.value.code, caught.value.kind) == ("use_rules.not_accepted", Kind.PERMISSION)
        assert at.sent == 0
        await rules.decide(accepted=True)
        await at.check()
        assert at.sent == 1


def test_each_purpose_has_words() -> None:
    words: list[Any] = [purpose_words(purpose) for purpose in PURPOSES]
    assert len(set(words)) == len(PURPOSES)
