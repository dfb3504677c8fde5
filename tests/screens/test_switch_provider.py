"""The provider is switched by a key from every screen of the signed-in side."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from spot_tui.screens.answer import AnswerPage
from spot_tui.screens.inquiry import InquiryPage
from spot_tui.screens.provider import ProviderPage
from spot_tui.settings import practice_profile
from spot_tui.widgets.form_panel import FormPanel
from tests.screens.answers import answer
from tests.screens.desk import TestDesk
from tests.screens.looking import key_bar, kiosk, press, screen_text, stands_at, to_home, to_inquiry, write
from tests.screens.places import PLACES
from tests.screens.test_answer import ALMA, to_answer

SAN_JUAN = "Practice Clinic of San Juan"
FAMILY = "Practice Family Clinic"


async def fill(pilot: Any) -> None:
    for value in ALMA:
        await write(pilot, value)
        await press(pilot, "tab")


@pytest.mark.parametrize("place", ["home", "devices", "add_device", "status", "help", "inquiry", "answer"])
async def test_the_key_works_on_every_screen_of_the_signed_in_side(place: str) -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await PLACES[place](pilot, desk)
        assert "switch_provider" in key_bar(pilot.app)
        await press(pilot, "ctrl+o")
        assert stands_at(pilot, ProviderPage)


@pytest.mark.parametrize("place", ["sign_in", "passcode", "provider", "lock", "pin"])
async def test_it_does_nothing_before_the_choice_and_under_the_lock(place: str) -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await PLACES[place](pilot, desk)
        before = type(pilot.app.screen)
        await press(pilot, "ctrl+o")
        assert type(pilot.app.screen) is before


async def test_help_over_the_lock_does_not_switch_either() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await PLACES["lock"](pilot, desk)
        await press(pilot, "f1")
        assert "switch_provider" not in key_bar(pilot.app)


async def test_with_one_provider_there_is_nothing_to_switch() -> None:
    profile = practice_profile()
    desk = TestDesk(profile.model_copy(update={"providers": profile.providers[:1]}))
    async with kiosk(desk) as pilot:
        await to_home(pilot, desk)
        assert "switch_provider" not in key_bar(pilot.app)


async def test_what_is_typed_stays_and_is_asked_for_the_new_provider() -> None:
    desk = TestDesk()
    assert desk.eligibility is not None
    desk.eligibility.told.answers = [answer()]
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await fill(pilot)
        typed = pilot.app.screen.query_one(FormPanel).typed
        await press(pilot, "ctrl+o", "2")
        assert stands_at(pilot, InquiryPage)
        assert pilot.app.screen.query_one(FormPanel).typed == typed
        assert SAN_JUAN in screen_text(pilot.app).splitlines()[0]
        await press(pilot, "f5")
        assert stands_at(pilot, AnswerPage)
    assert [provider.organisation for provider in desk.eligibility.providers] == [SAN_JUAN]


async def test_the_switch_is_recorded_with_the_provider_before() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await press(pilot, "ctrl+o", "2")
    switches = [about for event, _, about in desk.audit.records if event == "session.provider"]
    assert [(about["reason"], about["details"]) for about in switches] == [
        ("chosen", {}),
        ("switched", {"provider_before": "1234567893"}),
    ]


async def test_the_provider_in_force_is_marked_and_choosing_it_again_records_nothing() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await press(pilot, "ctrl+o")
        assert "Practice Family Clinic  (now)" in screen_text(pilot.app)
        await press(pilot, "enter")
        assert stands_at(pilot, InquiryPage)
    assert desk.audit.events.count("session.provider") == 1


async def test_an_answer_stays_that_of_the_provider_it_was_asked_for() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_answer(pilot, desk)
        assert "Asked for" not in screen_text(pilot.app)
        await press(pilot, "ctrl+o", "2")
        assert stands_at(pilot, AnswerPage)
        rows = screen_text(pilot.app).splitlines()
        assert SAN_JUAN in rows[0]
        told = f"Asked for {FAMILY} (NPI 1234567893); you work for another provider now."
        assert told in " ".join(" ".join(rows).split())
        await press(pilot, "ctrl+o", "1")
        assert "Asked for" not in screen_text(pilot.app)


async def test_while_an_answer_is_waited_for_the_provider_stays() -> None:
    desk = TestDesk()
    assert desk.eligibility is not None
    desk.eligibility.told.answers = [None]
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await fill(pilot)
        await press(pilot, "f5")
        assert "switch_provider" not in key_bar(pilot.app)
        await press(pilot, "ctrl+o")
        assert stands_at(pilot, InquiryPage)
        desk.eligibility.told.go_on(answer())


async def test_a_long_name_of_a_provider_stands_on_the_answer_too() -> None:
    profile = practice_profile()
    name = "Consolidated Practice Hospital Physicians of Jacksonville FL"
    first = profile.providers[0].model_copy(update={"organisation": name})
    desk = TestDesk(profile.model_copy(update={"providers": (first, profile.providers[1])}))
    async with kiosk(desk) as pilot:
        await to_answer(pilot, desk)
        assert name[:40] in screen_text(pilot.app).splitlines()[0]


async def test_the_draft_of_what_is_typed_follows_to_the_new_provider(tmp_path: Path) -> None:
    desk = TestDesk()
    desk.keep_drafts(tmp_path)
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await write(pilot, "1AA0AA0AA01")
        await press(pilot, "ctrl+o", "2")
        assert desk.work is not None
        await desk.work.keep()
        assert [entry.provider_npi for entry in await desk.work.find()] == ["1000000020"]
