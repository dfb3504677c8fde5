"""Pictures of a forgotten password and a locked account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spot_tui.sandbox.staff import staff

if TYPE_CHECKING:
    from docs.screens import Clerk


async def recover(clerk: Clerk) -> None:
    """Open a locked account by a mail, then go as far as the new password for a forgotten one."""
    await clerk.press("1", "f5")
    await clerk.write("lena.elderquist")
    await clerk.press("f8", picture="unlock")
    await clerk.press("f5", picture="unlock-way")
    await clerk.press("3", picture="unlock-mail")
    await clerk.write("not-the-token")
    await clerk.press("f5", picture="unlock-mail-refused")
    await clerk.press("f2", picture="unlock-mail-shown")
    await clerk.press("f5", picture="unlock-question")
    clerk.stands_at("QuestionPage")
    await clerk.write(staff().answer)
    await clerk.press("f5", picture="unlocked")
    clerk.stands_at("SignInPage")
    await clerk.press("f7", "f5", "1", picture="forgot-code")
    await clerk.press("f2")
    await clerk.type_shown_code()
    await clerk.press("f5")
    await clerk.write(staff().answer)
    await clerk.press("f5", picture="forgot-password")
    clerk.stands_at("PasswordPage")
    await clerk.press("f3", "f3")
    clerk.stands_at("WelcomePage")
