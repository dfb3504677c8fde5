"""Help for practising: who the made-up staff are, what their phones show, and what they press there.

The addresses come from the profile; a profile for production has none, and then there is no such help.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from spot_tui.backend.http import Link, Transport, UpstreamClient
from spot_tui.backend.identity.classic_body import text
from spot_tui.backend.text import clean_line
from spot_tui.backend.upstreams import IdentityUpstream
from spot_tui.words import say, translate

TOPIC = "practice_people"
"""The topic of what is said of the made-up staff."""
MAILBOX = "mailbox"
"""Stands for the device to which mails go."""
_OK, _NOT_FOUND = 200, 404
_LONGEST_CODE = 48
"""A YubiKey types 44 letters."""


@dataclass(frozen=True, slots=True)
class PracticePerson:
    """A made-up member of staff. `note` says in which state her access is.

    `password` is empty once it was changed; `answer` is that to the security question.
    """

    user_id: str
    name: str
    password: str = field(repr=False)
    note: str
    answer: str = field(default="", repr=False)

    @property
    def about(self) -> str:
        """The note in the language in use."""
        return translate(TOPIC, self.note)


@dataclass(frozen=True, slots=True)
class PracticeCode:
    """What a device shows now: nothing if no code was sent yet. A used one is refused: wait for the next."""

    passcode: str
    seconds_left: int
    is_used: bool


_NOTHING = PracticeCode("", 0, is_used=False)


@dataclass(frozen=True, slots=True)
class PracticeRequest:
    """The request for approval that a phone shows now, with the numbers to pick from, if it offers any."""

    offered: tuple[str, ...]
    seconds_left: int


class PracticeHelp:
    """The practice-only addresses of a profile."""

    def __init__(
        self,
        people_url: str,
        passcode_url: str,
        client: UpstreamClient,
        grant_url: str = "",
        push_url: str = "",
    ) -> None:
        self._people_url = people_url
        self._passcode_url = passcode_url
        self._grant_url = grant_url
        self._push_url = push_url
        self._client = client

    async def people(self) -> list[PracticePerson]:
        """Return the made-up staff."""
        answer = await self._client.send("GET", self._people_url)
        listed = answer.read_object().get("people")
        if not isinstance(listed, list):
            raise answer.unusable()
        return [
            PracticePerson(
                clean_line(text(entry, "user_id"), 80),
                clean_line(f"{text(entry, 'first_name')} {text(entry, 'last_name')}", 80),
                text(entry, "password"),
                clean_line(text(entry, "about"), 120),
                text(entry, "answer"),
            )
            for entry in listed
        ]

    async def passcode(self, user_id: str, device_id: str) -> PracticeCode:
        """Return what the device of a made-up person shows now, if there is such a person.

        Without a device, or for one that she does not have: the one that is being registered, or the one
        that was sent something last. A recovery does not name the device.
        """
        shown = await self._shown(user_id, device_id)
        if shown is None and device_id:
            shown = await self._shown(user_id, "")
        return shown or _NOTHING

    async def mail(self, user_id: str) -> PracticeCode:
        """Return what the last mail to a made-up person holds, if there is such a person."""
        return await self._shown(user_id, MAILBOX) or _NOTHING

    async def _shown(self, user_id: str, device_id: str) -> PracticeCode | None:
        query = {"user": user_id, "device": device_id}
        answer = await self._client.send("GET", self._passcode_url, query=query)
        body = answer.read_object()
        if answer.status == _NOT_FOUND:
            return None
        code, left = text(body, "passcode"), body.get("seconds_left")
        if answer.status != _OK or not isinstance(left, int):
            raise answer.unusable()
        return PracticeCode(clean_line(code, _LONGEST_CODE), left, body.get("used") is True)

    @property
    def can_press(self) -> bool:
        """Whether there is somebody who answers requests on a phone."""
        return bool(self._push_url)

    async def request(self, user_id: str, device_id: str) -> PracticeRequest | None:
        """Return the request that a made-up person's phone shows now, if any."""
        query = {"user": user_id, "device": device_id}
        answer = await self._client.send("GET", self._push_url, query=query)
        body = answer.read_object()
        offered, left = body.get("offered"), body.get("seconds_left")
        if answer.status != _OK or not isinstance(offered, list) or not isinstance(left, int):
            raise answer.unusable()
        numbers = tuple(clean_line(str(number), 10) for number in offered)
        return PracticeRequest(numbers, left) if text(body, "state") else None

    async def press_yes(self, user_id: str, device_id: str, number: str | None = None) -> None:
        """Approve what the phone shows as its owner would, picking `number` where it offers some."""
        picked = int(number) if number is not None and number.isdecimal() else None
        pressed = {"user": user_id, "device": device_id, "approve": True, "number": picked}
        await self._post(self._push_url, pressed)

    async def press_no(self, user_id: str, device_id: str) -> None:
        """Refuse what the phone shows."""
        await self._post(self._push_url, {"user": user_id, "device": device_id, "approve": False})

    @property
    def can_decide(self) -> bool:
        """Whether there is somebody who enters codes in a browser."""
        return bool(self._grant_url)

    async def decide(self, user_code: str, user_id: str, *, approve: bool) -> None:
        """Do in a browser what a made-up person would do with a code that is shown here."""
        await self._post(self._grant_url, {"user_code": user_code, "user": user_id, "approve": approve})

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def _post(self, url: str, asked: Mapping[str, object]) -> None:
        headers = {"Content-Type": "application/json"}
        answer = await self._client.send("POST", url, headers, json.dumps(asked).encode())
        if answer.status != _OK:
            raise answer.unusable()


def practice_help(
    upstream: IdentityUpstream, transport: Transport | None = None, link: Link | None = None
) -> PracticeHelp | None:
    """Return the help that a profile offers, or None."""
    people, passcode = upstream.practice_people_url, upstream.practice_passcode_url
    if not people or not passcode:
        return None
    name = say("identity.practice")
    grant, push = upstream.practice_grant_url or "", upstream.practice_push_url or ""
    addresses = tuple(address for address in (people, passcode, grant, push) if address)
    client = UpstreamClient(name, addresses, upstream.limits, upstream.trust, transport, link)
    return PracticeHelp(people, passcode, client, grant, push)
