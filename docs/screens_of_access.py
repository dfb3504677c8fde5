"""The way of `docs.screens` through access: turned away, asking for a role, deciding about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docs.screens import Clerk

_ADDRESS = ("100 Practice Way", "", "Jacksonville", "FL", "32202", "New at the front desk")
_NEXT_CODE_SECONDS = 40


async def be_turned_away(clerk: Clerk) -> None:
    """Sign in without a role, then for access requests only, and ask for one."""
    await clerk.press("1", "f5")
    await _sign_in(clerk, "owen.hartlebury")
    clerk.take("not-assigned")
    await clerk.press("1", "f2", picture="sign-in-limited")
    await clerk.press("f5", "1")
    await _type_code(clerk)
    clerk.stands_at("AccessHomePage")
    clerk.take("access-limited")
    await _ask(clerk)
    await clerk.press("2", picture="access-mine")
    await clerk.press("1", picture="access-request")
    await clerk.press("f2", picture="access-take-back-asked")
    await clerk.press("x", "f3", "f3", "f9", "f9")
    clerk.stands_at("WelcomePage")


async def _ask(clerk: Clerk) -> None:
    await clerk.press("1", "f2", picture="access-form")
    await clerk.press("f5", picture="access-form-missing")
    await clerk.press("f4", picture="access-office")
    await clerk.press("f3")
    await clerk.write("000000001")
    await clerk.press("f8")
    for value in _ADDRESS:
        await clerk.write(value)
        await clerk.press("tab")
    await clerk.press("f5", picture="access-review")
    clerk.stands_at("ReviewPage")
    await clerk.press("f5", picture="access-sent")
    clerk.stands_at("SentPage")
    await clerk.press("f3")


async def decide(clerk: Clerk) -> None:
    """Sign in as the approver, approve one request, nearly deny another, certify and nearly end a role."""
    await clerk.press("1", "f5")
    await _sign_in(clerk, "otis.barnabeck")
    await clerk.press("1", picture="home-approver")
    await clerk.press("9", picture="account-approver")
    await clerk.press("4", picture="access-waiting")
    await clerk.press("1", picture="access-decision")
    await clerk.press("f5", picture="access-approve-asked")
    await clerk.press("f5", picture="access-approved")
    await clerk.press("f3", "1", "f2")
    await clerk.write("The tax number differs.")
    await clerk.press("f5", picture="access-deny-asked")
    await clerk.press("x", "f3", "f3", "f2", picture="access-members")
    await clerk.press("1", picture="access-member-overdue")
    await clerk.press("f5", "f5", picture="access-certified")
    await clerk.press("f2", picture="access-end")
    await clerk.press("f3", "f3", "f3", "3", picture="access-home")
    await clerk.press("f3", "f3", "f9", "f9")
    clerk.stands_at("WelcomePage")


async def _sign_in(clerk: Clerk, user_id: str) -> None:
    from spot_tui.sandbox.staff import staff

    await clerk.write(user_id)
    await clerk.press("tab")
    await clerk.write(staff().password)
    await clerk.press("f5", "1")
    await _type_code(clerk)


async def _type_code(clerk: Clerk) -> None:
    """Type the newest code; one that was used already is waited out."""
    for _ in range(_NEXT_CODE_SECONDS):
        await clerk.press("f2")
        code = clerk.shown_code()
        if code:
            await clerk.write(code)
            await clerk.press("f5")
            return
        await clerk.pilot.pause(1)
    raise RuntimeError("the practice portal shows no new code")
