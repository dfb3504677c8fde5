"""Whole ways in through the screens, with the real services and the practice portal in this process."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import pyotp
import pytest
from textual.pilot import Pilot

from spot_tui.app import Kiosk
from spot_tui.backend.identity.device_grant import DeviceGrant
from spot_tui.desk import Desk, open_desk
from spot_tui.sandbox.staff import staff
from spot_tui.screens.enrol import EnrolPage
from spot_tui.screens.enrol_details import EnrolDetailsPage
from spot_tui.screens.grant import GrantPage
from spot_tui.screens.grant_confirm import GrantConfirmPage
from spot_tui.screens.grant_practice import GrantPracticePage
from spot_tui.screens.pin import PinPage
from spot_tui.screens.provider import ProviderPage
from spot_tui.screens.sign_in import SignInPage
from spot_tui.settings import look_of, practice_profile
from spot_tui.widgets.choices import Choices
from tests.screens.looking import DESIGN_SIZE, press, screen_text, settle, to_sign_in, write
from tests.screens.test_qr_code import expected, read, shown, without_zone

ENGINES = ("v1", "idx")


class Gate:
    """Stands for the pause between two questions: it passes once a test opens it, each time."""

    def __init__(self) -> None:
        self.opened = asyncio.Event()

    async def __call__(self, seconds: float) -> None:
        await self.opened.wait()
        self.opened.clear()


def practice_desk(folder: Path, engine: str) -> Desk:
    profile = practice_profile()
    portal = profile.portal.model_copy(update={"engine": engine, "world": folder / "world"})
    return open_desk("practice", profile.model_copy(update={"store": folder / "store", "portal": portal}))


@asynccontextmanager
async def opened(desk: Desk) -> AsyncIterator[Pilot[None]]:
    app = Kiosk(look_of(desk.profile), lambda: desk, driver_class=None)
    async with app.run_test(size=DESIGN_SIZE) as pilot:
        await settle(pilot)
        await to_sign_in(pilot)
        await until_at(pilot, SignInPage)
        yield pilot


async def until(pilot: Pilot[None], there: Callable[[], object], what: str) -> None:
    """Wait for what real services take their time for."""
    for _ in range(2000):
        await settle(pilot)
        if there():
            return
        await asyncio.sleep(0.005)
    raise AssertionError(f"never came to {what}:\n{screen_text(pilot.app)}")


async def until_at(pilot: Pilot[None], page: type) -> None:
    await until(
        pilot,
        lambda: type(pilot.app.screen) is page and not cast(Any, pilot.app.screen).is_waiting,
        page.__name__,
    )


async def to_registration(pilot: Pilot[None], line: str) -> None:
    """Give user ID and password of who has no device, and take a kind from the list."""
    await write(pilot, "ugo.nettleship")
    await press(pilot, "tab")
    await write(pilot, staff().password)
    await press(pilot, "f5")
    await until_at(pilot, EnrolPage)
    await press(pilot, line)


@pytest.mark.parametrize("engine", ENGINES)
async def test_an_authenticator_is_registered_by_its_square_or_its_key(tmp_path: Path, engine: str) -> None:
    async with opened(practice_desk(tmp_path, engine)) as pilot:
        await to_registration(pilot, "1")
        await until_at(pilot, EnrolDetailsPage)
        secret = "".join(
            "".join(row) for row in re.findall(r"  (\w{4}) (\w{4}) (\w{4}) (\w{4})\b", screen_text(pilot.app))
        )
        uri = cast(EnrolDetailsPage, pilot.app.screen)._prompt.uri
        modules = expected(uri)
        zone = (len(shown(pilot.app)[0]) - len(modules)) // 2
        assert without_zone(read(shown(pilot.app)), zone, len(modules)) == modules
        assert pyotp.parse_uri(uri).secret == secret
        await write(pilot, pyotp.TOTP(secret).now())
        await press(pilot, "f5")
        await until(
            pilot, lambda: not isinstance(pilot.app.screen, EnrolDetailsPage), "the end of the registration"
        )
        assert secret[:4] not in screen_text(pilot.app)


async def test_in_practice_the_new_device_s_code_comes_by_key(tmp_path: Path) -> None:
    async with opened(practice_desk(tmp_path, "idx")) as pilot:
        await to_registration(pilot, "1")
        await until_at(pilot, EnrolDetailsPage)
        await press(pilot, "f2")
        shows = re.compile(r"phone shows\s+(\d{6})")
        await until(pilot, lambda: shows.search(screen_text(pilot.app)) is not None, "the code")
        found = shows.search(screen_text(pilot.app))
        assert found
        await write(pilot, found.group(1))
        await press(pilot, "f5")
        await until(pilot, lambda: not isinstance(pilot.app.screen, EnrolDetailsPage), "the end of it")


def with_gate(desk: Desk) -> Gate:
    """Let a test say when the grant may ask again."""
    gate = Gate()
    desk.__dict__["device_grant"] = DeviceGrant(
        desk.profile.identity,
        desk._identity_client,
        audit=desk.audit,
        marks=desk.marks,
        clock=desk.clock,
        sessions=desk.sessions,
        sleep=gate,
    )
    return gate


async def enter_as(pilot: Pilot[None], user_id: str, key: str) -> None:
    """In the practice browser, go to a made-up user and press a key."""
    await until(pilot, lambda: "good for" in screen_text(pilot.app), "a code")
    await press(pilot, "f2")
    await until_at(pilot, GrantPracticePage)
    people = pilot.app.screen.query_one(Choices)
    people.point_at([choice.id for choice in people.choices].index(user_id))
    await press(pilot, key)
    await until(pilot, lambda: isinstance(pilot.app.screen, GrantPage), "the code again")


async def test_who_signs_in_in_a_browser_is_confirmed_and_comes_in(tmp_path: Path) -> None:
    desk = practice_desk(tmp_path, "idx")
    gate = with_gate(desk)
    async with opened(desk) as pilot:
        await press(pilot, "f6")
        await enter_as(pilot, "wren.applegarth", "enter")
        gate.opened.set()
        await until_at(pilot, GrantConfirmPage)
        assert "Wren Applegarth" in screen_text(pilot.app)
        page = cast(GrantConfirmPage, pilot.app.screen)
        await until(pilot, page.can_that_is_me, "a moment later")
        await press(pilot, "f7")
        await until(pilot, lambda: isinstance(pilot.app.screen, PinPage | ProviderPage), "the office")
        assert cast(Kiosk, pilot.app).session is not None


async def test_somebody_else_s_tokens_are_ended_when_she_is_not_confirmed(tmp_path: Path) -> None:
    desk = practice_desk(tmp_path, "v1")
    gate = with_gate(desk)
    async with opened(desk) as pilot:
        await press(pilot, "f6")
        await enter_as(pilot, "otis.barnabeck", "enter")
        gate.opened.set()
        await until_at(pilot, GrantConfirmPage)
        await press(pilot, "f3")
        await until_at(pilot, SignInPage)
        await until(pilot, lambda: not _good_tokens(desk), "the end of the tokens")
        assert cast(Kiosk, pilot.app).session is None


async def test_a_refusal_in_the_browser_is_told_on_the_screen(tmp_path: Path) -> None:
    desk = practice_desk(tmp_path, "v1")
    gate = with_gate(desk)
    async with opened(desk) as pilot:
        await press(pilot, "f6")
        await enter_as(pilot, "wren.applegarth", "f4")
        gate.opened.set()
        await until(pilot, lambda: "was refused" in screen_text(pilot.app), "the refusal")
        assert "F4 asks for a new one" in screen_text(pilot.app)


def _good_tokens(desk: Desk) -> int:
    """Return how many tokens the practice portal would still take."""
    transport = cast(Any, desk._transport)
    with transport._world.transaction() as moment:
        (count,) = moment.db.execute("SELECT count(*) FROM token WHERE revoked = 0").fetchone()
        return int(count)
