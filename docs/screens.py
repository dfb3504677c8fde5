"""Renders every screen to a picture, to be looked at: `python -m docs.screens` (`make screens`).

The pictures are of the real program on the practice portal in this process, with a store of its own.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from docs.screens_of_access import be_turned_away, decide
from docs.screens_of_appeals import appeal_a_denial
from docs.screens_of_batch import ask_about_many
from docs.screens_of_bulk import correct_many_claims
from docs.screens_of_claims import look_at_claims
from docs.screens_of_corrections import correct_a_claim
from docs.screens_of_documents import answer_a_request
from docs.screens_of_drafts import leave_unsent
from docs.screens_of_kept import look_back
from docs.screens_of_mailbox import read_mail
from docs.screens_of_recovery import recover

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from spot_tui.app import Kiosk

FOLDER = Path(__file__).parent.parent / "build" / "screens"
FONT = "DejaVu Sans Mono"
_FONT_FOLDERS = (
    Path("/usr/share/fonts/truetype/dejavu"),
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
)
_SHOWN_CODE = re.compile(r"shows (\d+) now")


def main() -> int:
    """Render the screens and tell where they are."""
    os.environ["TEXTUAL_ANIMATIONS"] = "none"
    FOLDER.mkdir(parents=True, exist_ok=True)
    font, folders = _font()
    if font != FONT:
        print(f"The font {FONT} is not on this machine; the pictures are drawn with {font}.")
    with tempfile.TemporaryDirectory() as store:
        count = asyncio.run(_walk(Path(store), _Camera(font, folders)))
    print(f"{count} screens in {FOLDER}")
    return 0


class _Camera:
    """Takes pictures of a running app."""

    def __init__(self, font: str, folders: list[Path]) -> None:
        self.font = font
        self.folders = [str(folder) for folder in folders]
        self.count = 0

    def take(self, app: Kiosk, name: str) -> None:
        """Write the present screen as the next picture."""
        import resvg_py

        svg = app.export_screenshot(simplify=True).replace("Fira Code", self.font)
        png = bytes(resvg_py.svg_to_bytes(svg_string=svg, font_dirs=self.folders))
        self.count += 1
        (FOLDER / f"{self.count:02}-{name}.png").write_bytes(png)


async def _walk(store: Path, camera: _Camera) -> int:
    """Go through the program as a clerk would, and take a picture of each screen."""
    from spot_tui.app import Kiosk
    from spot_tui.backend.documents.settings import DocumentRules
    from spot_tui.desk import open_desk
    from spot_tui.settings import look_of, practice_profile

    papers = store / "papers"
    rules = DocumentRules(folders=(papers,))
    profile = practice_profile().model_copy(update={"store": store, "document_rules": rules})
    app = Kiosk(look_of(profile), lambda: open_desk("practice", profile), driver_class=None)
    async with app.run_test(size=(80, 24)) as pilot:
        clerk = Clerk(app, pilot, camera)
        await clerk.register()
        await clerk.use_a_browser()
        await recover(clerk)
        await be_turned_away(clerk)
        await clerk.sign_in()
        await clerk.look_around()
        await leave_unsent(clerk)
        await look_at_claims(clerk)
        await correct_a_claim(clerk)
        await appeal_a_denial(clerk)
        await read_mail(clerk)
        await answer_a_request(clerk, papers)
        await correct_many_claims(clerk)
        await clerk.check_patients()
        await look_back(clerk)
        await ask_about_many(clerk, store)
        await clerk.leave()
        await decide(clerk)
    return camera.count


class Clerk:
    """Presses keys and waits for what comes."""

    def __init__(self, app: Kiosk, pilot: Pilot[None], camera: _Camera) -> None:
        self.app = app
        self.pilot = pilot
        self.camera = camera

    async def press(self, *keys: str, picture: str = "") -> None:
        """Press keys, wait until nothing is under way, and take a picture."""
        await self.pilot.press(*keys)
        await self._settle()
        if picture:
            self.camera.take(self.app, picture)

    async def write(self, text: str) -> None:
        """Type a text."""
        await self.pilot.press(*text)
        await self._settle()

    async def _settle(self) -> None:
        for _ in range(200):
            await self.pilot.pause(0.02)
            if not any(worker.is_running for worker in self.app.workers):
                break
        await self.pilot.pause()

    async def sign_in(self) -> None:
        """From the first screen to the home screen, with a wrong password before."""
        await self.press(picture="welcome")
        await self.press("f1", picture="help")
        await self.press("f3")
        await self.press("1", picture="terms")
        await self.press("f5", picture="sign-in")
        await self.press("f5", picture="sign-in-empty")
        await self.write("wren.applegarth")
        await self.press("tab")
        await self.write("not her password")
        await self.press("f5", picture="sign-in-refused")
        await self.press("f2", picture="sign-in-filled")
        await self.press("f5", picture="device")
        await self.press("1", picture="passcode")
        await self.write("000000")
        await self.press("f5", picture="passcode-refused")
        await self.press("f2", picture="passcode-shown")
        await self.type_shown_code()
        await self.press("f5", picture="passcode-last-try")
        await self.press("f5", picture="provider")
        self.stands_at("ProviderPage")
        await self.press("1", picture="home")

    async def register(self) -> None:
        """Register the first authenticator of somebody who has none, then give it up."""
        from spot_tui.sandbox.staff import staff

        await self.press("1", "f5")
        await self.write("ugo.nettleship")
        await self.press("tab")
        await self.write(staff().password)
        await self.press("f5", picture="enrol")
        await self.press("1", picture="enrol-authenticator")
        await self.write("000000")
        await self.press("f5", picture="enrol-refused")
        await self.press("f3")
        await self.press("f3")
        self.stands_at("WelcomePage")

    async def use_a_browser(self) -> None:
        """Get a code for a web browser, have somebody enter it, and say that it was somebody else."""
        await self.press("1", "f5", "f6", picture="grant")
        self.stands_at("GrantPage")
        await self.press("f2", picture="grant-practice")
        await self.press("2")
        await self.until("GrantConfirmPage")
        self.camera.take(self.app, "grant-confirm")
        await self.press("f3", picture="grant-declined")
        await self.press("f6", "f2", "f4")
        await self._until_notice()
        self.camera.take(self.app, "grant-refused")
        await self.press("f3", "f3")
        self.stands_at("WelcomePage")

    async def until(self, page: str) -> None:
        """Wait for a screen that comes by itself."""
        for _ in range(1000):
            if type(self.app.screen).__name__ == page:
                break
            await self.pilot.pause(0.02)
        self.stands_at(page)
        await self._settle()

    async def _until_notice(self) -> None:
        """Wait until the screen complains."""
        from spot_tui.widgets.notice import Notice

        for _ in range(1000):
            if self.app.screen.query_one(Notice).text.plain.startswith("!"):
                break
            await self.pilot.pause(0.02)

    async def type_shown_code(self) -> None:
        """Type the code that the practice portal shows."""
        code = self.shown_code()
        if not code:
            raise RuntimeError("the practice portal shows no code")
        await self.write(code)

    def shown_code(self) -> str:
        """Return the passcode that the practice portal shows, empty where it shows none."""
        from spot_tui.widgets.notice import Notice

        shown = _SHOWN_CODE.search(self.app.screen.query_one(Notice).text.plain)
        return shown.group(1) if shown else ""

    def take(self, picture: str) -> None:
        """Take a picture of what is seen now."""
        self.camera.take(self.app, picture)

    def stands_at(self, page: str) -> None:
        """Stop where the way through the program has changed: the pictures would be of something else."""
        here = type(self.app.screen).__name__
        if here != page:
            raise RuntimeError(f"at {here} instead of {page}")

    async def look_around(self) -> None:
        """Open the screens beside the main way."""
        await self.press("0", picture="status")
        await self.press("f5", picture="status-asked")
        await self.press("f2", picture="status-step-by-step")
        await self.press("f3", "f3")
        await self.look_at_devices()
        await self.press("ctrl+o", picture="provider-switch")
        await self.press("2", picture="home-other-provider")
        await self.press("ctrl+o", "1")
        await self.press("ctrl+g", picture="leader")
        await self.press("escape")

    async def look_at_devices(self) -> None:
        """List the devices, begin to add an app and give it up, and nearly remove one."""
        await self.press("9", picture="account")
        await self.press("2", picture="devices")
        self.stands_at("DevicesPage")
        await self.press("f2", picture="add-device")
        await self.press("1", picture="add-device-app")
        await self.press("f3", picture="add-device-given-up")
        await self.press("down", "f8", picture="remove-device-asked")
        await self.press("x", "f3", "f3")
        self.stands_at("HomePage")

    async def check_patients(self) -> None:
        """Fill the inquiry in wrong, then ask for several made-up people."""
        await self.press("1")
        await self.press("f5", picture="inquiry-empty")
        await self.write("1AA0-AA0-AA01")
        await self.press("tab", picture="inquiry-dashes")
        await self.press("f4")
        for person in _people():
            await self._ask(*person)
            await self._open_tabs(person[0])
        await self._ask("no-match", "1AA0AA0AA01", "Alma", "Wrong", "03/02/1948")
        self.stands_at("InquiryPage")
        await self.press("f7", picture="mbi-lookup")
        await self.write("666-00-0001")
        await self.press("f5", picture="mbi-lookup-none")
        await self.press("f3")

    async def _ask(self, name: str, *values: str) -> None:
        """Ask for one made-up person."""
        await self.press("f4")
        for value in values:
            await self.write(value)
            await self.press("tab")
        await self.press("f5", picture=f"{name}-answer")

    async def _open_tabs(self, name: str) -> None:
        """Open every tab of an answer."""
        from spot_tui.commands import TAB_KEYS

        self.stands_at("AnswerPage")
        for tab, key in list(TAB_KEYS.items())[1:]:
            await self.press(key, picture=f"{name}-{tab}")
        await self.press("1", "down", "down", "down", "down", "down", "down", "f1", picture=f"{name}-explain")
        await self.press("f3")

    async def leave(self) -> None:
        """Sign out."""
        await self.press("f10", picture="locked")
        self.stands_at("LockPage")
        await self.press("f9", picture="locked-end-asked")
        await self.press("f9", picture="signed-out")
        self.stands_at("WelcomePage")


def _people() -> Iterator[tuple[str, ...]]:
    """Yield made-up people who show most: picture name, MBI, first and last name, date of birth."""
    yield "plain", "1AA0AA0AA01", "Alma", "Quillfeather", "03/02/1948"
    yield "qmb", "1AA0AA0AA15", "Nathaniel", "Nettlefold", "03/31/1946"


def _font() -> tuple[str, list[Path]]:
    """Return the font to draw with and the folders of fonts; any monospace one where ours is missing."""
    folders = [folder for folder in _FONT_FOLDERS if folder.is_dir()]
    files = sorted(path.stem for folder in folders for path in folder.rglob("*.ttf"))
    if any(stem == "DejaVuSansMono" for stem in files):
        return FONT, folders
    other = next((stem for stem in files if "mono" in stem.lower()), "monospace")
    return other.split("-")[0], folders


if __name__ == "__main__":
    sys.exit(main())
