"""The second way to sign in: a code is shown here and entered in a web browser (RFC 8628).

Password and passcode never touch this terminal. A code is asked for on request only, and who came in is to be
confirmed before a session opens, since a code can be sent to somebody else (device-code phishing).
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from spot_tui.backend.clock import Clock
from spot_tui.backend.http import UpstreamClient
from spot_tui.backend.identity.access import onboarding
from spot_tui.backend.identity.authorization import Authorization
from spot_tui.backend.identity.marks import SignInMarks
from spot_tui.backend.identity.organisation import Organisation
from spot_tui.backend.identity.pushes import Sleep
from spot_tui.backend.identity.refusals import TROUBLE
from spot_tui.backend.identity.turns import Turns
from spot_tui.backend.problems import Problem
from spot_tui.backend.session import Person, Session, Tokens
from spot_tui.backend.sessions import Sessions
from spot_tui.backend.store.audit import AuditLog, Who
from spot_tui.backend.text import clean_line
from spot_tui.backend.upstreams import IdentityUpstream

LONGEST_SECONDS = 600
USUAL_PAUSE_SECONDS = 5.0
SLOW_DOWN_SECONDS = 5.0
_MOST_PAUSE_SECONDS = 60.0
_JITTER = 0.1
_CODE_LENGTH = 40
_ADDRESS_LENGTH = 300
_PENDING = "authorization_pending"
_SLOW_DOWN = "slow_down"
_MEANS = {"expired_token": "identity.grant_expired", "invalid_grant": "identity.grant_expired"}


@dataclass(frozen=True, slots=True)
class GrantCode:
    """What is shown: the code, grouped; the address to open; and that address with the code, for a QR code.

    `link` is empty where the organisation gave none. `host` is what the address must begin with after
    ``https://``, for the eye.
    """

    user_code: str
    address: str
    link: str
    host: str

    @property
    def origin(self) -> str:
        """What the address must begin with: ``https://identity.example``; plain http in practice only."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"


@dataclass(slots=True)
class _Request:
    """A request under way, with everything that is to be forgotten at its end."""

    authorization: Authorization
    device_code: str = field(repr=False)
    pause: float
    until: float
    tokens: Tokens | None = None
    person: Person | None = None


class DeviceGrant:
    """One request after the other: `start`, `wait`, then `confirm` or `decline`; `cancel` at any moment.

    Made only where the profile has the grant (``identity.device_grant``). `sleep` and `jitter` (0 to 1) are
    those of the waiting.
    """

    def __init__(
        self,
        upstream: IdentityUpstream,
        client: UpstreamClient,
        *,
        audit: AuditLog,
        marks: SignInMarks,
        clock: Clock,
        sessions: Sessions,
        sleep: Sleep = asyncio.sleep,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._upstream = upstream
        self._organisation = Organisation(client, upstream.organisation_url, clock)
        self._audit = audit
        self._marks = marks
        self._clock = clock
        self._sessions = sessions
        self._sleep = sleep
        self._jitter = jitter
        self._request: _Request | None = None
        self._turns: Turns[Person] = Turns()

    @property
    def seconds_left(self) -> float:
        """How long the code is still good; 0 when it is not, or there is none."""
        return max(self._request.until - self._clock.monotonic(), 0.0) if self._request else 0.0

    async def start(self) -> GrantCode:
        """Ask for a code.

        Raises `Problem`: ``identity.grant_off`` where the profile has no such grant,
        ``identity.configuration`` where the organisation does not know it or sends people elsewhere, ...
        """
        return await self._start(self._upstream)

    async def start_limited(self) -> GrantCode:
        """Ask for a code to a session that is good for the person's access requests only.

        Raises as `start`, and ``access.no_onboarding`` where the profile has no client for it.
        """
        limited = onboarding(self._upstream)
        if limited is None:
            raise Problem("access.no_onboarding", (), {"page": self._upstream.account_page})
        return await self._start(limited)

    async def _start(self, upstream: IdentityUpstream) -> GrantCode:
        if not upstream.device_grant:
            raise Problem("identity.grant_off")
        await self.cancel()
        self._audit.who = Who()
        async with self._audit.act("auth.grant"):
            authorization = Authorization(
                upstream, self._organisation, wants_refresh=self._sessions.wants_refresh
            )
            await authorization.discover()
            body = await authorization.ask_device_code()
            return self._begin(authorization, body)

    async def wait(self) -> Person:
        """Wait until the code was entered in the browser, and return who it was.

        Asks at the organisation's pace. Raises `Problem`: ``identity.grant_denied``,
        ``identity.grant_expired``, ``identity.not_assigned``, ``identity.cancelled`` once given up, ...
        """
        if self._request is None:
            raise Problem("identity.grant_expired")
        return await self._turns.wait(self._wait(self._request))

    async def confirm(self) -> Session:
        """Open the session of who came in, after she was shown and confirmed. Raises `Problem`."""
        request = self._request
        if request is None or request.tokens is None or request.person is None:
            raise Problem("identity.grant_expired")
        self._request = None
        person = request.person
        session = await self._sessions.open(
            person,
            request.tokens,
            sign_out=request.authorization.sign_out,
            renew=request.authorization.renew,
            last_sign_in=self._marks.last_sign_in(person.user_id),
            unlock_by=await self._sessions.unlock_by(""),
            is_limited=request.authorization.is_limited,
        )
        at = session.last_sign_in if session.is_limited else session.signed_in_at
        await asyncio.to_thread(self._marks.note_signed_in, person.user_id, at, "")
        return session

    async def decline(self) -> None:
        """End the tokens of who came in, since it was somebody else, and record that."""
        request, self._request = self._request, None
        if request is not None and request.tokens is not None:
            await request.authorization.sign_out(request.tokens)
            await self._audit.record("auth.grant", "permission", reason="declined")
        self._audit.who = Who()

    async def cancel(self) -> None:
        """Give up what is under way; tokens that came are ended."""
        await self._turns.stop()
        request, self._request = self._request, None
        if request is None:
            return
        self._audit.who = Who()
        if request.tokens is not None:
            await request.authorization.sign_out(request.tokens)

    def _begin(self, authorization: Authorization, body: object) -> GrantCode:
        given = body if isinstance(body, dict) else {}
        code = clean_line(_text(given, "user_code"), _CODE_LENGTH)
        device_code, address = _text(given, "device_code"), _text(given, "verification_uri")
        if not code or not device_code:
            raise Problem("identity.token", (), {"reason": "incomplete"})
        if not self._is_safe(address):
            raise Problem("identity.configuration", (), {"reason": "verification_uri"})
        link = _text(given, "verification_uri_complete")
        life = min(_number(given, "expires_in", LONGEST_SECONDS), LONGEST_SECONDS)
        pause = min(_number(given, "interval", USUAL_PAUSE_SECONDS), _MOST_PAUSE_SECONDS)
        until = self._clock.monotonic() + life
        self._request = _Request(authorization, device_code, pause, until)
        return GrantCode(grouped(code), address, link if self._is_safe(link) else "", self._organisation.host)

    def _is_safe(self, address: str) -> bool:
        is_plain = len(address) <= _ADDRESS_LENGTH and clean_line(address) == address
        return is_plain and self._organisation.is_own(address)

    async def _wait(self, request: _Request) -> Person:
        async with self._audit.act("auth.token") as act:
            try:
                request.person, request.tokens = await self._until_decided(request)
            except Problem as problem:
                self._request = None
                act.correlation = problem.reference
                if problem.code == "identity.not_assigned":
                    await self._audit.record("role.denied", "permission", code=problem.code)
                raise
            self._audit.who = Who(request.person.subject, request.person.user_id)
        return request.person

    async def _until_decided(self, request: _Request) -> tuple[Person, Tokens]:
        trouble = 1
        while True:
            pause = request.pause * trouble
            if self._clock.monotonic() + pause > request.until:
                raise Problem("identity.grant_expired")
            await self._sleep(pause * (1 + _JITTER * self._jitter()))
            try:
                return await request.authorization.redeem_device_code(request.device_code)
            except Problem as problem:
                reason = problem.parameters.get("reason")
                if reason == _SLOW_DOWN:
                    request.pause += SLOW_DOWN_SECONDS
                if reason in {_PENDING, _SLOW_DOWN}:
                    trouble = 1
                elif problem.code in TROUBLE:
                    # RFC 8628, 3.5: after a connection that timed out the next question waits twice as long.
                    trouble = min(2 * trouble, 8)
                else:
                    raise _meant(problem) from None


def grouped(code: str) -> str:
    """Return a code in groups of four, as it is easier to copy; one with marks of its own stays as it is."""
    if not code.isalnum():
        return code
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def _meant(problem: Problem) -> Problem:
    reason = str(problem.parameters.get("reason", ""))
    code = _MEANS.get(reason, problem.code)
    if reason == "access_denied" and problem.code == "identity.refused":
        code = "identity.grant_denied"
    return Problem(code, (), problem.parameters, problem.upstream_words, problem.reference)


def _text(body: object, name: str) -> str:
    value = body.get(name) if isinstance(body, dict) else None
    return value if isinstance(value, str) else ""


def _number(body: object, name: str, usual: float) -> float:
    value = body.get(name) if isinstance(body, dict) else None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 10**6:
        return usual
    return float(value)
