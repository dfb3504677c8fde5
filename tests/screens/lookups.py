"""A look-up of Medicare numbers for screens: a service that answers as it is told."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from spot_tui.backend.formats import Mbi
from spot_tui.backend.mbi_lookup.service import Entry, FoundMbi
from spot_tui.backend.mbi_lookup.subject import Subject
from spot_tui.backend.problems import Problem
from spot_tui.backend.upstreams import Provider
from tests.screens.desk import MORNING, TestDesk, Told
from tests.screens.looking import open_job, press, to_home, write

SSN = "666-00-0001"
NAMED = ("Alma", "Quillfeather", "03/02/1948")
FOUND = FoundMbi(
    Entry(Mbi("1AA0AA0AA01"), "ALMA", "QUILLFEATHER"), date(1948, 3, 2), "Practice gateway", MORNING
)
NOBODY = Problem("lookup.none")


class ToldLookup:
    """A look-up service that answers as it is told."""

    name = "Practice gateway"

    def __init__(self, *answers: object) -> None:
        self.told = Told()
        self.told.answers = list(answers)
        self.asked: list[Subject] = []

    async def find(self, bearer: object, provider: Provider, subject: Subject) -> FoundMbi:
        self.asked.append(subject)
        return cast(FoundMbi, await self.told.next())


async def mbi_lookup(pilot: Any, desk: TestDesk, *answers: object) -> None:
    """Open the look-up and fill it in."""
    desk.mbi_lookup = ToldLookup(*answers)
    await to_home(pilot, desk)
    await open_job(pilot, "mbi_lookup")
    for value in (*NAMED, SSN):
        await write(pilot, value)
        await press(pilot, "tab")


async def mbi_lookup_refused(pilot: Any, desk: TestDesk) -> None:
    """Look up somebody whom nobody knows."""
    await mbi_lookup(pilot, desk, NOBODY)
    await press(pilot, "f5")


MBI_PLACES = {"mbi_lookup": mbi_lookup}
