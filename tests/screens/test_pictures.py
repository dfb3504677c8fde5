"""How the screens look, as text, in the design size and a larger one, with their error states."""

import re
from collections.abc import Awaitable, Callable
from typing import Any, cast

import pytest
from syrupy.assertion import SnapshotAssertion

from spot_tui.app import Kiosk
from spot_tui.backend.eligibility.model import Reject
from spot_tui.backend.eligibility.rejects import reject_problem
from spot_tui.backend.identity.prompts import EnterCode
from spot_tui.backend.kept_work import KeptForm
from spot_tui.backend.problems import Problem
from spot_tui.backend.upstreams import EligibilityRules
from spot_tui.screens.inquiry import InquiryPage
from spot_tui.widgets.line import ELLIPSIS
from tests.screens.answers import EMPLOYER, PART_A, PART_B, PLAN, QMB
from tests.screens.desk import AUTHENTICATOR, TestDesk
from tests.screens.looking import DESIGN_SIZE, fill, kiosk, press, screen_text, settle, write
from tests.screens.lookups import ToldLookup, mbi_lookup_refused
from tests.screens.places import PLACES, not_here, passcode
from tests.screens.test_answer import ALMA, to_answer

SIZES = {"80x24": (80, 24), "100x30": (100, 30)}


async def sign_in_refused(pilot: Any, desk: TestDesk) -> None:
    await PLACES["sign_in"](pilot, desk)
    problem = Problem("identity.credentials", ("password",), {}, "Authentication failed", "req-1")
    desk.sign_in.told.answers = [problem]
    await press(pilot, "f2", "f5")


async def sign_in_locked(pilot: Any, desk: TestDesk) -> None:
    await PLACES["sign_in"](pilot, desk)
    desk.sign_in.told.answers = [Problem("identity.locked", (), {"until": "10:41"}, "User is locked out")]
    await press(pilot, "f2", "f5")


async def passcode_wrong(pilot: Any, desk: TestDesk) -> None:
    await passcode(pilot, desk)
    desk.sign_in.told.answers = [Problem("identity.passcode_wrong", ("passcode",), {}, "Invalid Passcode")]
    desk.sign_in.prompt = EnterCode(AUTHENTICATOR)
    await write(pilot, "999999")
    await press(pilot, "f5")


async def passcode_shown(pilot: Any, desk: TestDesk) -> None:
    await passcode(pilot, desk)
    await press(pilot, "f2")


async def waiting(pilot: Any, desk: TestDesk) -> None:
    await PLACES["inquiry"](pilot, desk)
    assert desk.eligibility is not None
    desk.eligibility.told.answers = [None]
    for value in ALMA:
        await write(pilot, value)
        await press(pilot, "tab")
    await press(pilot, "f5")


async def inquiry_empty(pilot: Any, desk: TestDesk) -> None:
    await PLACES["inquiry"](pilot, desk)
    await press(pilot, "f5")


async def inquiry_dashes(pilot: Any, desk: TestDesk) -> None:
    await PLACES["inquiry"](pilot, desk)
    await write(pilot, "1AA0-AA0-AA01")
    await press(pilot, "tab")


async def inquiry_saved(pilot: Any, desk: TestDesk) -> None:
    await PLACES["inquiry"](pilot, desk)
    await write(pilot, "1AA0AA0AA01")
    page = cast(InquiryPage, pilot.app.screen)
    page._kept = KeptForm("sub-1", not_here)
    page._kept.saved_at = desk.clock.now()
    page.tell_draft()
    await settle(pilot)


async def inquiry_refused(pilot: Any, desk: TestDesk) -> None:
    await PLACES["inquiry"](pilot, desk)
    assert desk.eligibility is not None
    parameters = {"code": "73", "cause": "the name does not match.", "advice": "Check suffix and hyphen."}
    problem = Problem("aaa.matching", ("first_name", "last_name"), parameters, "", "AAA 73 C 2100C")
    desk.eligibility.told.answers = [problem]
    for value in ALMA:
        await write(pilot, value)
        await press(pilot, "tab")
    await press(pilot, "f5")


async def inquiry_of_a_replaced_number(pilot: Any, desk: TestDesk) -> None:
    await rejected(pilot, desk, "72")


async def inquiry_of_nobody(pilot: Any, desk: TestDesk) -> None:
    await rejected(pilot, desk, "75")


async def rejected(pilot: Any, desk: TestDesk, code: str) -> None:
    desk.mbi_lookup = ToldLookup()
    await PLACES["inquiry"](pilot, desk)
    assert desk.eligibility is not None
    reject = Reject(code=code, loop="2100C", action="C", valid_request=False)
    desk.eligibility.told.answers = [reject_problem([reject], EligibilityRules())]
    await fill(pilot, *ALMA)
    await press(pilot, "f5")


async def answer_of_a_qmb(pilot: Any, desk: TestDesk) -> None:
    await to_answer(pilot, desk, qmb=(QMB,))


async def answer_to_be_billed_elsewhere(pilot: Any, desk: TestDesk) -> None:
    await to_answer(pilot, desk, qmb=(QMB,), plans=(PLAN,), msp=(EMPLOYER,))


async def answer_long(pilot: Any, desk: TestDesk) -> None:
    await to_answer(pilot, desk, entitlements=(PART_A, PART_B) * 20)
    await press(pilot, "1", "f8")


async def answer_explained(pilot: Any, desk: TestDesk) -> None:
    await to_answer(pilot, desk)
    await press(pilot, "1", *["down"] * 8, "f1")


async def sign_out_asked(pilot: Any, desk: TestDesk) -> None:
    await PLACES["home"](pilot, desk)
    await press(pilot, "f9")


async def status_with_trouble(pilot: Any, desk: TestDesk) -> None:
    problem = Problem("upstream.down", (), {"upstream": "HETS", "status": 503}, "Scheduled outage")
    desk.status.saw("eligibility", problem)
    await PLACES["status"](pilot, desk)


STATES: dict[str, Callable[[Any, TestDesk], Awaitable[None]]] = {
    **PLACES,
    "sign_in_refused": sign_in_refused,
    "sign_in_locked": sign_in_locked,
    "passcode_wrong": passcode_wrong,
    "passcode_shown": passcode_shown,
    "waiting": waiting,
    "inquiry_empty": inquiry_empty,
    "inquiry_dashes": inquiry_dashes,
    "inquiry_saved": inquiry_saved,
    "inquiry_refused": inquiry_refused,
    "inquiry_of_a_replaced_number": inquiry_of_a_replaced_number,
    "inquiry_of_nobody": inquiry_of_nobody,
    "answer_of_a_qmb": answer_of_a_qmb,
    "answer_to_be_billed_elsewhere": answer_to_be_billed_elsewhere,
    "answer_long": answer_long,
    "answer_explained": answer_explained,
    "mbi_lookup_refused": mbi_lookup_refused,
    "sign_out_asked": sign_out_asked,
    "status_with_trouble": status_with_trouble,
}


SHOWN = [(state, "80x24") for state in STATES] + [(place, "100x30") for place in PLACES]


@pytest.mark.parametrize(("state", "size"), SHOWN)
async def test_a_screen_looks_as_it_did_and_nothing_is_cut(
    state: str, size: str, snapshot: SnapshotAssertion
) -> None:
    """A wider screen of as many rows shows no other words but those that a list had to cut.

    The path line alone is shortened on purpose.
    """
    desk = TestDesk()
    async with kiosk(desk, SIZES[size]) as pilot:
        await STATES[state](pilot, desk)
        cast(Kiosk, pilot.app).look_at_line()
        await settle(pilot)
        shown = screen_text(pilot.app)
        assert shown == snapshot
        if SIZES[size] == DESIGN_SIZE and state in PLACES:
            await pilot.resize_terminal(100, DESIGN_SIZE[1])
            await settle(pilot)
            wide = screen_text(pilot.app)
            cut = {place for place, row in enumerate(shown.split("\n")[1:]) if ELLIPSIS in row}
            assert words_below_path(wide, cut) == words_below_path(shown, cut)
            for place in cut:
                assert shows_what_was_cut(wide.split("\n")[1:][place], shown.split("\n")[1:][place])


def words_below_path(text: str, cut: set[int]) -> list[str]:
    """Return the words of all rows but those with something cut."""
    rows = text.split("\n")[1:]
    return sorted(word for place, row in enumerate(rows) if place not in cut for word in row.split())


def shows_what_was_cut(wide: str, narrow: str) -> bool:
    """Tell whether a row shows in the same order all that it shows where it is cut."""
    shown = (re.escape(word.removesuffix(ELLIPSIS)) for word in narrow.split())
    return re.fullmatch(rf"\s*{'.*'.join(shown)}.*", wide) is not None
