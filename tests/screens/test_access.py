"""Asking for a role and following it, on the screens."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from spot_tui.backend.access.model import RequestStatus, Role
from spot_tui.backend.problems import Problem
from spot_tui.screens.access_home import AccessHomePage
from spot_tui.screens.access_mine import MyAccessPage
from spot_tui.screens.access_office import OfficePage
from spot_tui.screens.access_request import RequestPage
from spot_tui.screens.access_review import ReviewPage
from spot_tui.screens.access_sent import SentPage
from spot_tui.screens.account import AccountPage
from spot_tui.widgets.form_panel import FormPanel
from spot_tui.widgets.large_letters import large_letters
from tests.screens.access import (
    ACCESS_PLACES,
    CLINIC,
    DENIED,
    PENDING,
    access_home,
    fill_rest,
    give_access,
    limited_home,
    my_access,
    my_request,
    my_role,
    request_form,
    review,
    sent,
)
from tests.screens.desk import TestDesk
from tests.screens.looking import (
    key_bar,
    kiosk,
    open_job,
    press,
    screen_text,
    settle,
    stands_at,
    to_home,
    write,
)


def told(pilot: Any) -> str:
    """Return what is seen, on one line."""
    return " ".join(screen_text(pilot.app).split())


def typed(pilot: Any) -> dict[str, str]:
    return pilot.app.screen.query_one(FormPanel).typed  # type: ignore[no-any-return]


async def test_without_a_gateway_the_home_screen_has_no_job_of_access() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_home(pilot, desk)
        assert "Your access" not in screen_text(pilot.app)
        await open_job(pilot, "account")
        assert "Your access" not in screen_text(pilot.app)
        await open_job(pilot, "access")
        assert stands_at(pilot, AccountPage)


async def test_the_form_knows_the_usual_role_and_the_office_in_force() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await request_form(pilot, desk)
        known = {name: value for name, value in typed(pilot).items() if value}
        assert known == {
            "role": "end user",
            "business_name": "Practice Family Clinic",
            "npi": "1234567893",
            "ptan": "PR0001",
            "tin": "000000001",
            "line_of_business": "AB",
        }


async def test_who_has_no_role_types_the_tax_number_herself() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await limited_home(pilot, desk)
        await press(pilot, "1", "f2")
        assert (typed(pilot)["npi"], typed(pilot)["tin"]) == ("1234567893", "")


async def test_f2_goes_through_the_offices_of_the_settings_and_leaves_role_and_reason() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await request_form(pilot, desk)
        panel = pilot.app.screen.query_one(FormPanel)
        panel.fill({**panel.typed, "role": "approver", "reason": "New"})
        names = []
        for _ in range(3):
            await press(pilot, "f2")
            names.append(typed(pilot)["business_name"])
        assert names == ["Practice Family Clinic", "Practice Clinic of San Juan", "Practice Family Clinic"]
        assert (typed(pilot)["role"], typed(pilot)["reason"]) == ("approver", "New")


async def test_the_parts_of_the_form_are_turned_by_key_and_by_enter() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await request_form(pilot, desk)
        assert "part 1 of 2" in told(pilot)
        assert "part_before" not in key_bar(pilot.app)
        await press(pilot, "f8")
        assert "part 2 of 2" in told(pilot)
        assert "part_after" not in key_bar(pilot.app)
        await press(pilot, "f7", *["enter"] * 7)
        assert "part 2 of 2" in told(pilot)
        await write(pilot, "100 Practice Way")
        assert typed(pilot)["street"] == "100 Practice Way"


async def test_review_leads_to_what_is_missing_in_whatever_part_it_is() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await request_form(pilot, desk)
        await press(pilot, "f5")
        assert stands_at(pilot, RequestPage)
        assert "part 2 of 2" in told(pilot)
        assert "! Street is empty." in told(pilot)
        assert "5 to correct" in told(pilot)


async def test_a_wrong_value_is_told_beside_its_field() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await request_form(pilot, desk)
        await write(pilot, "s")
        await press(pilot, "tab")
        assert "! Role must be end user, approver or backup approver." in told(pilot)


async def test_an_office_is_looked_up_and_fills_the_form_in() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await request_form(pilot, desk)
        await press(pilot, "f4")
        assert stands_at(pilot, OfficePage)
        assert desk.access.done == [("organisations", {"npi": "1234567893", "ptan": "PR0001"})]
        await press(pilot, "1")
        assert stands_at(pilot, RequestPage)
        assert (typed(pilot)["organisation"], typed(pilot)["street"]) == (CLINIC.id, "100 Practice Way")
        assert typed(pilot)["tin"] == ""


async def test_an_office_that_nobody_registered_is_told_with_what_to_do() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await request_form(pilot, desk)
        desk.access.offices = []
        await press(pilot, "f4")
        assert "its approver has not registered it yet" in told(pilot)


async def test_nothing_is_looked_up_by_nothing() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await request_form(pilot, desk)
        pilot.app.screen.query_one(FormPanel).fill({})
        await press(pilot, "f4")
        assert desk.access.done == []
        assert "Type the NPI, the PTAN or a part of the business name first" in told(pilot)


async def test_everything_is_shown_before_it_is_sent() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await review(pilot, desk)
        assert stands_at(pilot, ReviewPage)
        assert desk.access.done == []
        for words in ("end user", "1234567893", "000000001", "100 Practice Way", "New at the front desk"):
            assert words in told(pilot)


async def test_the_confirmation_number_is_shown_large_with_whom_to_ask() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await sent(pilot, desk)
        assert stands_at(pilot, SentPage)
        seen = screen_text(pilot.app)
        assert all(row.strip() in seen for row in large_letters("PR-20017"))
        assert "Write this number down" in told(pilot)
        assert "your office's approver, Otis Barnabeck" in told(pilot)
        (_, application), *_ = desk.access.done
        assert (application.role, application.npi, application.reason) == (
            *(Role.END_USER, "1234567893"),
            "New at the front desk",
        )


async def test_after_it_was_sent_the_way_back_leads_to_access_and_not_to_the_form() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await sent(pilot, desk)
        await press(pilot, "f3")
        assert stands_at(pilot, AccessHomePage)


@pytest.mark.parametrize("code", ["upstream.timeout", "upstream.dropped", "upstream.unreadable"])
async def test_a_lost_answer_says_that_sending_again_is_safe(code: str) -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await review(pilot, desk)
        about = {"upstream": "Practice gateway", "status": 200, "seconds": 30}
        desk.access.told.answers = [Problem(code, (), about), PENDING]
        await press(pilot, "f5")
        assert "It is not known whether it arrived." in told(pilot)
        await press(pilot, "f5")
        assert stands_at(pilot, SentPage)
        first, second = desk.access.done
        assert first == second


async def test_waiting_for_the_answer_can_be_given_up() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await review(pilot, desk)
        desk.access.told.answers = [None]
        await press(pilot, "f5")
        assert key_bar(pilot.app) == ["cancel", "lock"]
        await press(pilot, "f3")
        assert stands_at(pilot, ReviewPage)
        assert "send" in key_bar(pilot.app)


async def test_what_the_gateway_refuses_is_told_beside_its_field() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await review(pilot, desk)
        desk.access.told.answers = [Problem("gateway.matching", ("city",), {"upstream": "Practice gateway"})]
        await press(pilot, "f5")
        assert stands_at(pilot, RequestPage)
        assert "part 2 of 2" in told(pilot)
        assert typed(pilot)["city"] == "Jacksonville"


async def test_a_request_that_waits_already_is_told_and_nothing_is_lost() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await review(pilot, desk)
        words = "Request PR-20017 waits for a decision."
        desk.access.told.answers = [Problem("access.already_requested", (), {}, words)]
        await press(pilot, "f5")
        assert "You have already asked for this role" in told(pilot)
        assert "PR-20017" in told(pilot)
        await press(pilot, "f3")
        assert typed(pilot)["reason"] == "New at the front desk"


async def test_an_interrupted_request_is_gone_on_with_and_holds_no_tax_number(tmp_path: Path) -> None:
    desk = TestDesk()
    desk.keep_drafts(tmp_path)
    async with kiosk(desk) as pilot:
        await request_form(pilot, desk)
        await press(pilot, "f8")
        await write(pilot, "100 Practice Way")
        await press(pilot, "f3")
        for _ in range(500):
            await settle(pilot)
            if "not sent yet" in told(pilot):
                break
        assert "Ask for a role not sent yet, kept" in told(pilot)
        await press(pilot, "1")
        for _ in range(500):
            await settle(pilot)
            if stands_at(pilot, RequestPage):
                break
        assert (typed(pilot)["street"], typed(pilot)["tin"]) == ("100 Practice Way", "")


async def test_a_form_that_was_only_looked_at_is_no_draft(tmp_path: Path) -> None:
    desk = TestDesk()
    desk.keep_drafts(tmp_path)
    async with kiosk(desk) as pilot:
        await request_form(pilot, desk)
        await press(pilot, "tab", "tab", "f3")
        assert desk.work is not None
        assert await desk.work.find() == []


async def test_requests_and_roles_are_listed_with_how_they_stand_since_when() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await my_access(pilot, desk)
        rows = [" ".join(row.split()) for row in screen_text(pilot.app).splitlines()]
        assert "> 1 PR-20017 waits for a decision Practice Family Clinic 11/21/2026" in rows
        assert "2 PR-20018 denied Practice Family Clinic 10/13/2026" in rows
        assert "3 ROLE-1001 holds Practice Family Clinic 11/19/2025" in rows


async def test_a_long_list_turns_its_pages_by_key() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        access = give_access(desk)
        access.requests = [replace(DENIED, number=f"PR-{number}") for number in range(10_001, 10_041)]
        await to_home(pilot, desk)
        await press(pilot, "9", "3", "2")
        assert "PR-10040" not in told(pilot)
        assert "page_up" not in key_bar(pilot.app)
        await press(pilot, "f8", "f8", "f8")
        assert "PR-10040" in told(pilot)
        assert "page_down" not in key_bar(pilot.app)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (RequestStatus.PENDING, "To ask how far it is: your office's approver, Otis Barnabeck."),
        (RequestStatus.DENIED, "Compare the values with the Medicare enrollment, then ask anew."),
        (RequestStatus.APPROVED, "You can sign in as usual."),
        (RequestStatus.CANCELLED, "You took it back; you may ask anew."),
    ],
)
async def test_each_state_of_a_request_says_what_to_do(status: RequestStatus, words: str) -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        access = give_access(desk)
        access.requests = [replace(DENIED, status=status)]
        await to_home(pilot, desk)
        await press(pilot, "9", "3", "2", "1")
        assert words in told(pilot)
        is_quoted = "Quote user ID petra.islingwood and number PR-20018." in told(pilot)
        assert is_quoted is (status in {RequestStatus.PENDING, RequestStatus.DENIED})


async def test_a_role_says_until_when_and_by_whom_it_is_certified() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await my_role(pilot, desk)
        assert "It is certified by your office's approver, Otis Barnabeck." in told(pilot)
        assert "To be certified by 08/16/2027" in told(pilot)


async def test_a_request_is_taken_back_after_a_question_and_the_list_knows() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await my_request(pilot, desk)
        await press(pilot, "f2")
        assert desk.access.done == []
        taken = replace(PENDING, status=RequestStatus.CANCELLED, decided_at=PENDING.asked_at)
        desk.access.told.answers, desk.access.requests = [taken], [taken]
        await press(pilot, "f2")
        assert desk.access.done == [("cancel", "PR-20017")]
        assert "Taken back. You may ask again at any time." in told(pilot)
        assert "take_back" not in key_bar(pilot.app)
        await press(pilot, "f3")
        assert stands_at(pilot, MyAccessPage)
        assert "PR-20017 taken back" in told(pilot)


async def test_what_was_decided_meanwhile_is_not_taken_back_but_shown() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await my_request(pilot, desk)
        desk.access.told.answers = [
            Problem("access.decided"),
            replace(PENDING, status=RequestStatus.APPROVED),
        ]
        await press(pilot, "f2", "f2")
        assert desk.access.done == [("cancel", "PR-20017"), ("find", "PR-20017")]
        assert "This was decided meanwhile" in told(pilot)
        assert "You can sign in as usual." in told(pilot)


async def test_another_key_than_the_question_asks_for_leaves_the_request() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await my_request(pilot, desk)
        await press(pilot, "f2", "x", "f3")
        assert desk.access.done == []


async def test_a_gateway_that_is_away_is_told_and_asked_again_by_key() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await access_home(pilot, desk)

        async def away(bearer: object) -> Any:
            raise Problem("upstream.down", (), {"upstream": "Practice gateway", "status": 503})

        there, desk.access.mine = desk.access.mine, away
        await press(pilot, "2")
        assert "Practice gateway" in told(pilot)
        desk.access.mine = there
        await press(pilot, "f4")
        assert "PR-20017" in told(pilot)


async def test_the_help_of_every_screen_of_access_explains_it() -> None:
    for place in ("access_request", "access_decision", "access_member"):
        desk = TestDesk()
        async with kiosk(desk) as pilot:
            await ACCESS_PLACES[place](pilot, desk)
            await press(pilot, "f1")
            assert "Keys of this screen" in told(pilot)
            assert "F4 (Ctrl+G 4)" in told(pilot)


async def test_a_sign_out_keeps_nothing_of_a_request_on_the_screen() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await request_form(pilot, desk)
        fill_rest(pilot)
        await press(pilot, "f5", "f9", "f9")
        assert "Practice Way" not in screen_text(pilot.app)
        assert "000000001" not in screen_text(pilot.app)
