"""Why somebody is kept out, from the sign-in on, for each of the made-up staff and on both engines."""

from __future__ import annotations

from pathlib import Path

import pytest

from spot_tui.screens.access_home import AccessHomePage
from spot_tui.screens.home import HomePage
from spot_tui.screens.not_assigned import NotAssignedPage
from spot_tui.screens.provider import ProviderPage
from spot_tui.screens.sign_in import SignInPage
from spot_tui.screens.welcome import WelcomePage
from tests.backend.store.builders import records
from tests.screens.looking import key_bar, stands_at
from tests.screens.practice import Office, office

ENGINES = ("v1", "idx")
OWEN, PETRA, QUINN, RHEA, ABEL = (
    *("owen.hartlebury", "petra.islingwood", "quinn.jesselmore"),
    *("rhea.kestrelton", "abel.tolliver-wick"),
)
STATES = {
    OWEN: ("nobody has asked for a role", "Ask for a role under Access requests"),
    PETRA: ("PR-20017 for a role still waits", "Otis Barnabeck"),
    QUINN: ("PR-20018 for a role was denied", "Compare the data of the request"),
    RHEA: ("your role ended on", "the yearly certification was missed"),
}


def told(there: Office) -> str:
    """Return what is seen, on one line."""
    return " ".join(there.text.split())


async def to_limited(there: Office, user_id: str) -> None:
    """Be turned away, then sign in for access requests only."""
    await there.to_sign_in()
    await there.sign_in(user_id)
    assert stands_at(there.pilot, NotAssignedPage)
    await there.press("1", "f2")
    await there.send_password()


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("user_id", [OWEN, PETRA, QUINN, RHEA])
async def test_who_has_no_role_is_told_why_and_what_to_quote(
    tmp_path: Path, user_id: str, engine: str
) -> None:
    async with office(tmp_path, engine) as there:
        await to_limited(there, user_id)
        assert stands_at(there.pilot, AccessHomePage)
        seen = told(there)
        for words in STATES[user_id]:
            assert words in seen
        assert f"user ID {user_id}" in seen
        assert "telephone 855-416-4199" in seen


@pytest.mark.parametrize("engine", ENGINES)
async def test_an_old_session_is_told_from_a_missing_role(tmp_path: Path, engine: str) -> None:
    async with office(tmp_path, engine) as there:
        await to_limited(there, ABEL)
        assert "Your role is approved." in told(there)


async def test_who_was_turned_away_by_an_old_session_gets_in_at_the_second_sign_in(tmp_path: Path) -> None:
    async with office(tmp_path) as there:
        await there.to_sign_in()
        await there.sign_in(ABEL)
        await there.press("2", "f2")
        assert stands_at(there.pilot, SignInPage)
        await there.send_password()
        assert stands_at(there.pilot, ProviderPage)


async def test_after_a_second_sign_in_without_a_role_no_old_session_is_suspected(tmp_path: Path) -> None:
    async with office(tmp_path) as there:
        await there.to_sign_in()
        await there.sign_in(OWEN)
        assert "an old session is in the way" in told(there)
        await there.press("2", "f2")
        await there.send_password()
        assert "an old session is not the cause" in told(there)


async def test_without_the_second_client_there_are_plain_directions_only(tmp_path: Path) -> None:
    async with office(tmp_path, onboarding_client_id="") as there:
        await there.to_sign_in()
        await there.sign_in(OWEN)
        seen = told(there)
        assert "Ask for a role in a web browser at https://home.idm.cms.gov" in seen
        assert "Otis Barnabeck, room 2" in seen
        assert "access requests only" not in seen
        await there.press("1")
        assert stands_at(there.pilot, SignInPage)
        assert "access requests only" not in there.text


async def test_a_limited_session_opens_access_and_nothing_else(tmp_path: Path) -> None:
    async with office(tmp_path) as there:
        await to_limited(there, OWEN)
        assert key_bar(there.pilot.app) == ["explain", "reload", "sign_out", "lock"]
        await there.press("4", "5", "6", "7", "8", "9", "0", "ctrl+o", "f5", "f7", "f8")
        assert stands_at(there.pilot, AccessHomePage)
        assert there.pilot.app.screen_stack[0] is there.pilot.app.screen


async def test_a_limited_session_can_be_locked_and_ends_with_its_state(tmp_path: Path) -> None:
    async with office(tmp_path) as there:
        await to_limited(there, PETRA)
        await there.press("f10")
        assert "PR-20017" not in there.text
        await there.press("escape", "f9", "f9")
        assert stands_at(there.pilot, WelcomePage)
        await there.to_sign_in()
        await there.sign_in("wren.applegarth")
        await there.press("1")
        assert stands_at(there.pilot, HomePage)
        assert "PR-20017" not in there.text


async def test_a_limited_sign_in_is_recorded_as_one_and_is_none_to_the_portal(tmp_path: Path) -> None:
    async with office(tmp_path) as there:
        await to_limited(there, OWEN)
        began = [r for r in records(tmp_path / "store") if r["event"] == "session.start"]
        assert [record["reason"] for record in began] == ["limited"]
        assert there.desk.marks.last_sign_in(OWEN) is None
        assert there.desk.marks.last_device(OWEN)


async def test_who_gives_the_limited_sign_in_up_does_not_fall_into_the_other_one(tmp_path: Path) -> None:
    async with office(tmp_path) as there:
        await there.to_sign_in()
        await there.sign_in(OWEN)
        await there.press("1", "f2", "f5", "f3")
        assert stands_at(there.pilot, SignInPage)
        assert "for access requests only" in there.text
