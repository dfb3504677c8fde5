"""The sign-in against an organisation that answers anything, on both engines.

Whatever comes, each step ends in a prompt or in a problem with words; a password goes out once for each time
it was typed, and nothing goes anywhere but to the organisation.
"""

from __future__ import annotations

import asyncio
import copy
import os
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast
from zoneinfo import ZoneInfo

import httpx
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from spot_tui.backend.explanations import explain
from spot_tui.backend.identity.marks import SignInMarks
from spot_tui.backend.identity.organisation import identity_client
from spot_tui.backend.identity.prompts import (
    ChooseDevice,
    ChooseWay,
    DeviceKind,
    Done,
    Message,
    Prompt,
)
from spot_tui.backend.identity.sign_in import SignIn
from spot_tui.backend.problems import Problem
from spot_tui.backend.store.audit import Act, AuditLog, Who
from spot_tui.backend.store.records import EVENTS
from tests.backend.identity import idx_organisation as idx
from tests.backend.identity.organisation import STATE, SUCCESS, UPSTREAM, challenge, factor, link, required
from tests.backend.store.builders import SetClock

CASES = 1500 if os.environ.get("SPOT_TUI_SOAK") == "1" else 60
PASSWORD = "The-Password-Typed-1"

CLASSIC: list[Any] = [
    required(factor(), factor("sms", "OKTA", 2), factor("push", "OKTA", 3)),
    challenge(),
    challenge("push", factorResult="WAITING"),
    challenge("push", factorResult="REJECTED"),
    challenge("push", factorResult="TIMEOUT"),
    {
        "stateToken": STATE,
        "status": "PASSWORD_WARN",
        "_links": {"skip": link("/skip"), "next": link("/next")},
    },
    {"stateToken": STATE, "status": "PASSWORD_EXPIRED", "_links": {"next": link("/next")}},
    {"stateToken": STATE, "status": "MFA_ENROLL", "_embedded": {"factors": [factor("sms", "OKTA")]}},
    {"stateToken": STATE, "status": "RECOVERY", "_links": {"next": link("/answer")}},
    {"status": "LOCKED_OUT", "_links": {}},
    {"status": "RECOVERY_CHALLENGE", "factorType": "EMAIL", "recoveryType": "PASSWORD"},
    {"status": "SOMETHING_NEW", "stateToken": STATE},
    SUCCESS,
]
_ENROL_FORM = idx.form(
    "select-authenticator-enroll",
    "credential/enroll",
    idx.field("authenticator", options=[idx.option(1, "sms"), idx.option(2, "email")]),
)
ENGINE: list[Any] = [
    idx.answer(idx.IDENTIFY),
    idx.select(("phone_number", "sms"), ("okta_verify", "push"), ("google_otp", "otp")),
    idx.challenge(),
    idx.challenge("okta_password", "password"),
    idx.poll("0"),
    idx.answer(idx.form("reenroll-authenticator", "challenge/answer", idx.credentials("passcode"))),
    idx.answer(idx.form("keep-me-signed-in", "keep-me-signed-in", idx.field("keepMeSignedIn"))),
    idx.answer(_ENROL_FORM, idx.form("skip", "skip")),
    idx.answer(idx.form("something-new", "somewhere")),
    idx.answer(messages=idx.messages("Told.", "", "INFO")),
    idx.answer({"name": "redirect-idp", "href": "https://elsewhere.example.org", "method": "GET"}),
    idx.GRANTED,
]
ERRORS = [
    *({"errorCode": code} for code in ("E0000004", "E0000011", "E0000068", "E0000069", "E0000047", "E9")),
    *(
        {"stateHandle": idx.HANDLE, "messages": idx.messages("No.", key)}
        for key in ("errors.E0000004", "idx.session.expired", "api.authn.poll.error.push_rejected", "new.key")
    ),
]
RAW: list[Any] = [
    httpx.ConnectError("no"),
    httpx.ReadTimeout("no"),
    httpx.Response(200, text="<!doctype html>"),
    httpx.Response(200, text="nothing"),
    httpx.Response(503, text=""),
    httpx.Response(200, json={}),
]
JUNK: list[Any] = [None, True, 7, "x", "https://evil.example.org/x", [], {}, [{}]]


class QuietAudit:
    """An audit log that keeps nothing but checks that each event is of the closed list."""

    who = Who()

    async def record(self, event: str, outcome: str = "success", **about: object) -> int:
        assert event in EVENTS
        return 1

    @asynccontextmanager
    async def act(self, event: str, **about: object) -> AsyncIterator[Act]:
        assert event in EVENTS
        yield Act("act")


class Anything(idx.ToldIdx):
    """Answers what was drawn, then says that the sign-in is over."""

    def _authn(self, request: httpx.Request) -> httpx.Response:
        if not self.authn:
            return httpx.Response(401, json={"errorCode": "E0000011"})
        return super()._authn(request)


@st.composite
def replies(draw: st.DrawFn) -> Any:
    """Return a good answer, one with a part spoilt, an error, or no answer at all."""
    kind = draw(st.sampled_from(["good", "good", "spoilt", "error", "raw"]))
    if kind == "raw":
        return draw(st.sampled_from(RAW))
    if kind == "error":
        return httpx.Response(
            draw(st.sampled_from([400, 401, 403, 429, 500])), json=draw(st.sampled_from(ERRORS))
        )
    body = copy.deepcopy(draw(st.sampled_from(CLASSIC + ENGINE)))
    if kind == "spoilt":
        holder = body
        for _ in range(draw(st.integers(0, 6))):
            inner = [value for value in _values(holder) if isinstance(value, dict | list) and value]
            if not inner:
                break
            holder = draw(st.sampled_from(inner))
        keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        holder[draw(st.sampled_from(keys))] = draw(st.sampled_from(JUNK))
    return body


def _values(holder: Any) -> list[Any]:
    return list(holder.values()) if isinstance(holder, dict) else list(holder)


class SignInMachine(RuleBasedStateMachine):
    """A clerk who presses anything, and an organisation that says anything."""

    @initialize(pipeline=st.sampled_from(["v1", "idx"]))
    def open(self, pipeline: str) -> None:
        self.loop = asyncio.new_event_loop()
        self.folder = TemporaryDirectory()
        self.told = Anything([])
        self.told.pipeline = pipeline
        self.clock = SetClock()
        self.typed = 0
        self.client = identity_client(UPSTREAM, self.told.transport)
        self.sign_in = SignIn(
            UPSTREAM,
            self.client,
            audit=cast("AuditLog", QuietAudit()),
            marks=SignInMarks(Path(self.folder.name)),
            clock=self.clock,
            new_id=lambda: "session-1",
            zone=ZoneInfo("America/New_York"),
            sleep=self._sleep,
        )

    async def _sleep(self, seconds: float) -> None:
        assert 0 < seconds <= 60
        self.clock.forward(seconds=seconds)

    def _do(self, given: list[Any], verb: Awaitable[Any]) -> None:
        self.told.authn[:] = given

        async def bounded() -> Any:
            async with asyncio.timeout(20):
                return await verb

        try:
            prompt = self.loop.run_until_complete(bounded())
        except Problem as problem:
            said = explain(problem)
            assert said.what
            assert said.next
        else:
            assert isinstance(prompt, Prompt)
            assert prompt == self.sign_in.prompt

    answers = st.lists(replies(), max_size=6)

    @rule(given=answers)
    def start(self, given: list[Any]) -> None:
        self.typed += 1
        self._do(given, self.sign_in.start("wren.applegarth", PASSWORD))

    @rule(given=answers, which=st.integers(0, 3))
    def choose(self, given: list[Any], which: int) -> None:
        prompt = self.sign_in.prompt
        devices = prompt.devices if isinstance(prompt, ChooseDevice | ChooseWay) else ()
        self._do(given, self.sign_in.choose(devices[which].id if which < len(devices) else "none"))

    @rule(given=answers, code=st.sampled_from(["123456", "4321", "cbdefghijklnrtuv" * 2 + "cbdefghijkln"]))
    def enter(self, given: list[Any], code: str) -> None:
        self._do(given, self.sign_in.enter(code))

    @rule(given=answers)
    def wait(self, given: list[Any]) -> None:
        self._do(given, self.sign_in.wait())

    @rule(given=answers)
    def resend(self, given: list[Any]) -> None:
        self._do(given, self.sign_in.resend())

    @rule(given=answers)
    def change_password(self, given: list[Any]) -> None:
        self._do(given, self.sign_in.change_password("Old-Password-1234", "New-Password-1234"))

    @rule(given=answers)
    def answer(self, given: list[Any]) -> None:
        self._do(given, self.sign_in.answer("an answer"))

    @rule(given=answers, kind=st.sampled_from(DeviceKind), phone=st.sampled_from([None, "904-555-0111"]))
    def enrol(self, given: list[Any], kind: DeviceKind, phone: str | None) -> None:
        self._do(given, self.sign_in.enrol(kind, phone))

    @rule(given=answers)
    def activate(self, given: list[Any]) -> None:
        self._do(given, self.sign_in.activate("654321"))

    @rule(given=answers, verb=st.sampled_from(["skip", "back"]))
    def leave(self, given: list[Any], verb: str) -> None:
        self._do(given, getattr(self.sign_in, verb)())

    @rule(given=answers, verb=st.sampled_from(["forgot", "unlock"]))
    def recover(self, given: list[Any], verb: str) -> None:
        self._do(given, getattr(self.sign_in, verb)("wren.applegarth"))

    @rule(
        given=answers, token=st.sampled_from(["VBQ0gwBp5LyJJFdbmWCM", "https://idm.example.org/x/0123456789"])
    )
    def prove_by_mail(self, given: list[Any], token: str) -> None:
        self._do(given, self.sign_in.prove_by_mail(token))

    @rule()
    def cancel(self) -> None:
        self.loop.run_until_complete(self.sign_in.cancel())
        assert self.sign_in.prompt is None

    @rule(seconds=st.sampled_from([6, 40, 700]))
    def time_goes_by(self, seconds: int) -> None:
        self.clock.forward(seconds=seconds)

    @invariant()
    def there_is_a_next_step(self) -> None:
        if hasattr(self, "sign_in"):
            assert self.sign_in.prompt is None or isinstance(self.sign_in.prompt, Prompt)
            ended = self.sign_in.prompt is None or isinstance(self.sign_in.prompt, Done | Message)
            assert ended or self.sign_in.resend_wait < 24 * 3600 + 1

    @invariant()
    def the_password_goes_out_once_for_each_time_it_was_typed(self) -> None:
        if hasattr(self, "told"):
            sent = sum(PASSWORD.encode() in request.content for request in self.told.asked)
            assert sent <= self.typed

    @invariant()
    def nothing_goes_elsewhere(self) -> None:
        if hasattr(self, "told"):
            assert {request.url.host for request in self.told.asked} <= {"idm.example.org"}

    def teardown(self) -> None:
        if hasattr(self, "loop"):
            self.loop.run_until_complete(self.sign_in.cancel())
            self.loop.run_until_complete(self.client.close())
            self.loop.close()
            self.folder.cleanup()


TestSignInMachine = SignInMachine.TestCase
TestSignInMachine.settings = settings(
    max_examples=CASES, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
