"""Provider, home, status, sign-out."""

from typing import cast

from spot_tui.app import Kiosk
from spot_tui.backend.mailbox.model import Waiting
from spot_tui.backend.problems import Problem
from spot_tui.backend.upstreams import Provider
from spot_tui.screens.home import HomePage
from spot_tui.screens.inquiry import InquiryPage
from spot_tui.screens.provider import ProviderPage
from spot_tui.screens.welcome import WelcomePage
from spot_tui.settings import practice_profile
from tests.screens.desk import AUTHENTICATOR, TestDesk
from tests.screens.looking import (
    key_bar,
    kiosk,
    open_job,
    press,
    screen_text,
    settle,
    stands_at,
    to_home,
    to_inquiry,
    to_provider,
)
from tests.screens.places import PLACES


async def test_providers_are_told_apart_by_their_numbers() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_provider(pilot, desk)
        assert [
            told
            for told in [
                "Practice Family Clinic",
                "Practice Clinic of San Juan",
                "1234567893",
                "PR0001",
                "ends in 00001",
                "Part A and B",
                "Jacksonville",
                "America/New_York",
            ]
            if told not in screen_text(pilot.app)
        ] == []


async def test_the_numbers_are_those_of_the_provider_under_the_cursor() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_provider(pilot, desk)
        await press(pilot, "down")
        assert "America/Puerto_Rico" in screen_text(pilot.app)


async def test_the_choice_of_the_provider_is_recorded() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_provider(pilot, desk)
        await press(pilot, "2")
        assert stands_at(pilot, HomePage)
        assert "Practice Clinic of San Juan" in screen_text(pilot.app)
    assert "session.provider" in [event for event, _, _ in desk.audit.records]


async def test_the_only_provider_is_taken_without_asking() -> None:
    profile = practice_profile()
    desk = TestDesk(profile.model_copy(update={"providers": profile.providers[:1]}))
    async with kiosk(desk) as pilot:
        await to_provider(pilot, desk)
        assert stands_at(pilot, HomePage)
        assert "Practice Family Clinic" in screen_text(pilot.app)
        await open_job(pilot, "account")
        assert "Change provider" not in screen_text(pilot.app)


async def test_without_a_provider_nothing_can_be_asked() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_provider(pilot, desk)
        await press(pilot, "f3")
        assert stands_at(pilot, HomePage)
        assert "Check eligibility" not in screen_text(pilot.app)


async def test_a_provider_that_cannot_be_recorded_is_not_taken() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_provider(pilot, desk)
        desk.audit.problem = Problem("audit.unwritable", parameters={"reason": "disk full"})
        await press(pilot, "1")
        assert stands_at(pilot, ProviderPage)
        assert "disk full" in screen_text(pilot.app)


async def test_home_tells_who_for_whom_and_what_can_be_done() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_home(pilot, desk)
        assert [
            told
            for told in [
                "PRACTICE",
                "Wren Applegarth",
                "Practice Family Clinic",
                "09:41 yesterday",
                "Check eligibility",
                "made up",
            ]
            if told not in screen_text(pilot.app)
        ] == []


async def test_home_lists_nothing_that_is_not_there() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_home(pilot, desk)
        assert [
            told
            for told in ["claim", "Claim", "document", "Correction", "Mailbox"]
            if told in screen_text(pilot.app)
        ] == []


async def test_without_an_eligibility_service_eligibility_is_not_offered() -> None:
    desk = TestDesk()
    desk.eligibility = None
    async with kiosk(desk) as pilot:
        await to_home(pilot, desk)
        assert "Check eligibility" not in screen_text(pilot.app)


async def test_a_feature_that_is_down_says_so_and_the_others_stay() -> None:
    desk = TestDesk()
    desk.status.saw("eligibility", Problem("upstream.dropped", parameters={"upstream": "HETS"}))
    async with kiosk(desk) as pilot:
        await to_home(pilot, desk)
        assert "! does not work" in screen_text(pilot.app)
        await open_job(pilot, "account", "provider")
        assert stands_at(pilot, ProviderPage)


async def test_maintenance_within_a_day_is_told_at_home() -> None:
    desk = TestDesk()
    desk.clock.forward(12 * 3600)
    async with kiosk(desk) as pilot:
        await to_home(pilot, desk)
        assert "Wednesday 11/25/2026, 20:00-22:00 EST" in screen_text(pilot.app)


async def test_maintenance_far_away_is_not_told_at_home() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_home(pilot, desk)
        assert "Maintenance" not in screen_text(pilot.app)


async def test_status_tells_each_service_what_it_carries_and_what_is_planned() -> None:
    async with kiosk(TestDesk()) as pilot:
        await press(pilot, "f4")
        assert [
            told
            for told in [
                "Sign-in (IDM)",
                "HETS",
                "FISS",
                "Part B claims system",
                "Gateway",
                "Part A claims",
                "not asked yet",
                "(SPOT status page)",
            ]
            if told not in screen_text(pilot.app)
        ] == []


async def test_status_tells_what_an_upstream_failed_with_and_when() -> None:
    desk = TestDesk()
    problem = Problem("upstream.down", (), {"upstream": "HETS", "status": 503}, "Scheduled outage")
    desk.status.saw("eligibility", problem)
    async with kiosk(desk) as pilot:
        await press(pilot, "f4")
        seen = screen_text(pilot.app)
    for told in ("does not work", "seen 09:41 today", "HETS is not working now", "Scheduled outage"):
        assert told in seen


async def test_services_are_asked_again_by_a_key() -> None:
    desk = TestDesk()
    desk.looks.answers = [0]
    async with kiosk(desk) as pilot:
        await press(pilot, "f4", "f5")
        assert desk.looks.answers == []
        assert "back" in key_bar(pilot.app)


async def test_the_way_to_each_service_is_followed_to_the_first_step_that_fails() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await PLACES["upstream_steps"](pilot, desk)
        seen = screen_text(pilot.app)
        assert desk.sent == [True]
        for told in (
            "BAD   envelope",
            "does not accept the sign-in",
            "FailedCheck",
            "envelope is the first layer",
        ):
            assert told in seen, told
        marked = next(row for row in seen.splitlines() if row.startswith(">"))
        assert "BAD" in marked
        desk.steps["identity"] = [None]
        await press(pilot, "f5")
        assert key_bar(pilot.app) == ["cancel", "lock"]
        await press(pilot, "f3", "f3")
        assert "HETS                        works             seen" in screen_text(pilot.app)
        await press(pilot, "f3", "f9", "f9", "f4", "f2")
        assert desk.sent[-1] is False


async def test_signing_out_asks_first() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_home(pilot, desk)
        await press(pilot, "f9")
        assert key_bar(pilot.app) == ["sign_out"]
        await press(pilot, "x")
        assert stands_at(pilot, HomePage)
        assert desk.ended == []


async def test_signing_out_ends_the_session_and_drops_every_screen_behind() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        assert stands_at(pilot, InquiryPage)
        await press(pilot, "f9", "f9")
        await settle(pilot)
        assert stands_at(pilot, WelcomePage)
        assert pilot.app._screen_stacks.keys() == {"entrance"}
        assert "Wren" not in screen_text(pilot.app)
    assert desk.ended == ["access"]
    assert "session.end" in [event for event, _, _ in desk.audit.records]


async def test_after_signing_out_the_next_person_can_sign_in() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_home(pilot, desk)
        await press(pilot, "f9", "f9")
        await to_home(pilot, desk)
        assert stands_at(pilot, HomePage)


async def test_a_sign_out_that_cannot_be_recorded_is_told() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_home(pilot, desk)
        desk.audit.problem = Problem("audit.unwritable", parameters={"reason": "disk full"})
        await press(pilot, "f9", "f9")
        await settle(pilot)
        assert "disk full" in screen_text(pilot.app)
    assert desk.ended == ["access"]


async def test_the_end_of_the_program_ends_an_open_session() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_home(pilot, desk)
    assert desk.ended == ["access"]
    assert desk.closed


async def test_home_tells_when_access_lapses() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_home(pilot, desk)
        assert "last sign-in 1 day ago; lapses on 12/24/2026" in screen_text(pilot.app)


async def test_who_has_one_device_is_told_to_add_a_second() -> None:
    desk = TestDesk()
    session = desk.session()
    session.devices = (AUTHENTICATOR,)
    async with kiosk(desk) as pilot:
        cast(Kiosk, pilot.app).enter(session)
        await settle(pilot)
        await press(pilot, "1")
        assert "Press 9, 2 and add a second" in screen_text(pilot.app)


async def test_home_with_every_job_hint_and_fact_stands_whole_on_the_smallest_screen() -> None:
    desk = TestDesk()
    desk.clock.forward(12 * 3600)
    session = desk.session()
    session.devices = (AUTHENTICATOR,)
    async with kiosk(desk) as pilot:
        cast(Kiosk, pilot.app).enter(session)
        await settle(pilot)
        await press(pilot, "1")
        page = cast(HomePage, pilot.app.screen)
        works = page.works
        page.works = lambda name: name in page.JOBS or works(name)  # type: ignore[method-assign]
        page._ending = "! 2 drafts end on 11/27/2026; open them to keep them."
        page.on_screen_resume()
        await settle(pilot)
        rows = screen_text(pilot.app).splitlines()
    assert len(rows) == 24
    for told in (
        *(
            "  4  ",
            "  5  Claims",
            "  8  ",
            "  9  Your account",
            "Press 9, 2 and add",
            "2 drafts end",
            "Maintenance",
        ),
        *("Signed in", "Last time", "Access", "Working for", "PTAN PR0001", "Location", "made up"),
    ):
        assert any(told in row for row in rows), told


class ToldMailbox:
    """A mailbox that says what a test gave; each question is kept by its provider."""

    def __init__(self, *answers: Waiting | Problem) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    async def waiting(self, session: object, provider: Provider) -> Waiting:
        self.asked.append(provider.npi)
        answer = self.answers.pop(0)
        if isinstance(answer, Problem):
            raise answer
        return answer


async def test_what_waits_is_asked_for_until_it_is_known_and_belongs_to_one_provider() -> None:
    desk, away = TestDesk(), Problem("upstream.dropped", (), {"upstream": "Gateway"})
    mailbox = desk.mailbox = ToldMailbox(away, Waiting(3, (), ()), away, Waiting(1, (), ()))
    async with kiosk(desk) as pilot:
        await to_home(pilot, desk)
        assert "new" not in screen_text(pilot.app)
        await press(pilot, "9", "f3")
        assert "Mailbox  3 new" in screen_text(pilot.app)
        await press(pilot, "9", "f3")
        assert len(mailbox.asked) == 2
        await press(pilot, "ctrl+o", "2")
        assert stands_at(pilot, HomePage)
        assert "3 new" not in screen_text(pilot.app)
        await press(pilot, "9", "f3")
        assert "Mailbox  1 new" in screen_text(pilot.app)
    assert mailbox.asked == ["1234567893"] * 2 + ["1000000020"] * 2
