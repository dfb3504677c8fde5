"""Claims for screens: a service that answers as it is told, with the practice portal's made-up claims."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from spot_tui.backend.claims.inquiry import StatusInquiry
from spot_tui.backend.claims.model import Claim
from spot_tui.backend.claims.search import ClaimSearch
from spot_tui.backend.claims.service import ClaimList, ClaimShown
from spot_tui.backend.claims.wire import read_claim, read_summary
from spot_tui.backend.licences.notices import read_notices
from spot_tui.backend.upstreams import Provider
from spot_tui.commands import COMMANDS
from spot_tui.sandbox.claims import SUMMARY, body, claims
from tests.screens.desk import MORNING, TestDesk, Told
from tests.screens.looking import fill, press, to_home

TODAY = date(2026, 11, 24)
SOME = tuple(f"9926000000{number}" for number in (101, 103, 106, 107, 122, 123, 134, 150, 153))
IN_PART = "9926000000103"


def found(numbers: Sequence[str] = SOME) -> ClaimList:
    """Return a list of these claims."""
    bodies = [body(claims()[number], TODAY) for number in numbers]
    listed = tuple(read_summary({name: each[name] for name in SUMMARY}, "x") for each in bodies)
    return ClaimList(listed, "Practice gateway", MORNING, date(2024, 11, 24))


def shown(number: str = IN_PART) -> ClaimShown:
    """Return one claim with its detail."""
    return ClaimShown(claim(number), "Practice gateway", MORNING)


def claim(number: str) -> Claim:
    """Return a made-up claim."""
    return read_claim(body(claims()[number], TODAY), "x")


class ToldClaims:
    """A claims service that answers as it is told."""

    def __init__(self) -> None:
        self.told = Told()
        self.asked: list[Any] = []

    async def search(self, bearer: object, provider: Provider, wanted: ClaimSearch, today: date) -> ClaimList:
        self.asked.append(wanted)
        return cast(ClaimList, await self.told.next())

    async def show(self, bearer: object, provider: Provider, number: str) -> ClaimShown:
        self.asked.append(number)
        return cast(ClaimShown, await self.told.next())


class ToldStatus:
    """A claim status service that answers as it is told."""

    name = "Claim status"

    def __init__(self) -> None:
        self.told = Told()
        self.asked: list[Any] = []

    async def ask(self, inquiry: StatusInquiry, provider: Provider) -> ClaimList:
        self.asked.append(inquiry)
        return cast(ClaimList, await self.told.next())


def with_claims(desk: TestDesk) -> ToldClaims:
    """Give the desk a claims service, and return it."""
    desk.claims = told = ToldClaims()
    return told


async def claim_search(pilot: Any, desk: TestDesk) -> None:
    """Open the search."""
    await claims_home(pilot, desk)
    await press(pilot, "1")


async def claims_home(pilot: Any, desk: TestDesk) -> None:
    """Open what can be done with claims."""
    if desk.claims is None:
        with_claims(desk)
    desk.claim_status = ToldStatus()
    await to_home(pilot, desk)
    await press(pilot, COMMANDS["claims"].key)


async def claim_status(pilot: Any, desk: TestDesk) -> None:
    """Open the question about one claim."""
    await claims_home(pilot, desk)
    await press(pilot, "2")


async def claim_list(pilot: Any, desk: TestDesk, numbers: Sequence[str] = SOME) -> None:
    """Search and find these claims."""
    await claim_search(pilot, desk)
    desk.claims.told.answers = [found(numbers)]
    await fill(pilot, "B", "11/01/2026")
    await press(pilot, "f5")


async def one_claim(pilot: Any, desk: TestDesk, number: str = IN_PART) -> None:
    """Open one claim."""
    await claim_list(pilot, desk)
    desk.claims.told.answers = [shown(number)]
    await press(pilot, "enter")


async def claim_lines(pilot: Any, desk: TestDesk) -> None:
    """Open the lines of a claim."""
    await one_claim(pilot, desk)
    await press(pilot, "2")


async def licence(pilot: Any, desk: TestDesk) -> None:
    """Be asked for the first notice."""
    desk.licences.waiting = list(read_notices())
    await claim_list(pilot, desk)
    await press(pilot, "enter")


CLAIM_PLACES = {
    "claims_home": claims_home,
    "claim_status": claim_status,
    "licence": licence,
    "claim_search": claim_search,
    "claim_list": claim_list,
    "claim": one_claim,
    "claim_lines": claim_lines,
}
