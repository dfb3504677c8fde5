"""QR codes on the screen: what is drawn is the code, black on white, and never without words beside it."""

from __future__ import annotations

from typing import Any

import pytest
import segno
from rich.color import Color
from rich.segment import Segment

from spot_tui.backend.identity.prompts import DeviceKind, EnrolDetails
from spot_tui.terminal.letters import has_blocks
from spot_tui.terminal.qr import drawn, modules_of, widest_zone
from spot_tui.widgets import beside_code
from spot_tui.widgets.large_letters import _POINTS, large_letters
from spot_tui.widgets.qr_code import QrCode
from tests.screens.desk import TestDesk
from tests.screens.looking import kiosk, screen_text, settle
from tests.screens.places import asked

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
URI = f"otpauth://totp/idm.cms.gov:wren.applegarth?secret={SECRET}&issuer=idm.cms.gov"
WIDE = f"otpauth://totp/{'An%20organisation%20' * 6}:{'wren' * 18}?secret={SECRET}&issuer={'long' * 20}"

_UPPER, _LOWER = frozenset("▀█"), frozenset("▄█")


def read(rows: list[str]) -> list[list[bool]]:
    """Return the modules that these cells show, dark ones true: two to a cell, one above the other."""
    return [[cell in half for cell in row] for row in rows for half in (_UPPER, _LOWER)]


def without_zone(modules: list[list[bool]], zone: int, side: int) -> list[list[bool]]:
    """Return the code itself, having seen that all around it is light."""
    inner = range(zone, zone + side)
    for y, row in enumerate(modules):
        assert not any(dark for x, dark in enumerate(row) if x not in inner or y not in inner)
    return [row[zone : zone + side] for row in modules[zone : zone + side]]


def expected(text: str) -> list[list[bool]]:
    code = segno.make(text, error="l", boost_error=False, micro=False)
    return [[bool(module) for module in row] for row in code.matrix]


def rows_of(app: Any) -> list[list[Segment]]:
    """Return what is drawn where the code stands, row by row."""
    place = app.screen.query_one(QrCode).region
    strips = app.screen._compositor.render_strips()
    return [list(strip.crop(place.x, place.right)) for strip in strips[place.y : place.bottom]]


def shown(app: Any) -> list[str]:
    return ["".join(segment.text for segment in row) for row in rows_of(app)]


async def registering(pilot: Any, desk: TestDesk, uri: str) -> None:
    await asked(pilot, desk, EnrolDetails(DeviceKind.AUTHENTICATOR, SECRET, uri))


@pytest.mark.parametrize("zone", [1, 2, 3, 4])
@pytest.mark.parametrize("text", ["A", URI, "https://idm.cms.gov/activate?user_code=WDJBMJHT", WIDE])
def test_drawn_cells_read_back_as_the_code(text: str, zone: int) -> None:
    modules = expected(text)
    assert without_zone(read(drawn(modules_of(text), zone)), zone, len(modules)) == modules


@pytest.mark.parametrize("size", [(80, 24), (81, 25), (100, 30)])
async def test_what_is_on_the_screen_reads_back_as_the_address_of_the_authenticator(
    size: tuple[int, int],
) -> None:
    desk = TestDesk()
    async with kiosk(desk, size) as pilot:
        await registering(pilot, desk, URI)
        modules = expected(URI)
        zone = (len(shown(pilot.app)[0]) - len(modules)) // 2
        assert zone >= 1
        assert without_zone(read(shown(pilot.app)), zone, len(modules)) == modules


@pytest.mark.parametrize("theme", ["kiosk", "textual-light", "ansi-dark"])
async def test_it_is_black_on_white_whatever_the_theme(theme: str) -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await registering(pilot, desk, URI)
        pilot.app.theme = theme
        await settle(pilot)
        assert pilot.app.current_theme.name == theme
        for row in rows_of(pilot.app):
            for segment in row:
                colours = segment.style and (segment.style.color, segment.style.bgcolor)
                assert colours == (Color.parse("#000000"), Color.parse("#ffffff"))


async def test_without_colours_light_is_what_shines_and_the_words_say_what_else_to_do() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        pilot.app.no_color = True
        await registering(pilot, desk, URI)
        assert all(segment.style and segment.style.reverse for row in rows_of(pilot.app) for segment in row)
        assert "without colours" in screen_text(pilot.app).replace("\n", " ")


async def test_a_code_that_does_not_fit_gives_way_to_the_words() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await registering(pilot, desk, WIDE)
        seen = screen_text(pilot.app)
        assert not pilot.app.screen.query_one(QrCode).display
        assert "There is no room here for a QR code" in seen
        assert "JBSW Y3DP EHPK 3PXP" in seen


async def test_a_larger_window_makes_room_for_it() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await registering(pilot, desk, WIDE)
        await pilot.resize_terminal(200, 60)
        await settle(pilot)
        modules = expected(WIDE)
        assert without_zone(read(shown(pilot.app)), 4, len(modules)) == modules
        assert "no room" not in screen_text(pilot.app)


async def test_a_terminal_that_cannot_write_blocks_gets_the_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside_code, "has_blocks", lambda: False)
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await registering(pilot, desk, URI)
        assert "There is no room here for a QR code" in screen_text(pilot.app)
        assert not set(screen_text(pilot.app)) & set("▀▄█")


def test_a_text_too_long_for_any_code_is_none() -> None:
    assert modules_of("x" * 4000) == ()
    assert widest_zone((), 500, 500) == 0


@pytest.mark.parametrize(("columns", "rows", "zone"), [(43, 22, 1), (42, 22, 0), (43, 21, 0), (49, 25, 4)])
def test_the_quiet_zone_is_as_wide_as_there_is_room(columns: int, rows: int, zone: int) -> None:
    """41 modules, as an authenticator's address usually has."""
    modules = ((True,) * 41,) * 41
    assert widest_zone(modules, columns, rows) == zone


@pytest.mark.parametrize(
    ("encoding", "can"),
    [("utf-8", True), ("cp437", True), ("latin-1", False), ("ascii", False), ("?", False)],
)
def test_blocks_are_written_only_where_the_encoding_has_them(encoding: str, *, can: bool) -> None:
    assert has_blocks(encoding) is can


def test_large_letters_differ_from_one_another() -> None:
    assert len(set(_POINTS.values())) == len(_POINTS)
    assert {len(row) for points in _POINTS.values() for row in points} == {5}


def test_a_text_with_an_unknown_character_has_no_large_letters() -> None:
    assert large_letters("AB!") == []
    assert large_letters("") == []
    assert [len(row) for row in large_letters("ab")] == [11, 11, 11]
