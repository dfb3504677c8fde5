"""Tokens renewed over the wire: rotation, a spent token used again, the kiosk that keeps none."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from spot_tui.backend.identity.authorization import Authorization
from spot_tui.backend.identity.marks import SignInMarks
from spot_tui.backend.identity.organisation import identity_client
from spot_tui.backend.identity.prompts import DeviceKind
from spot_tui.backend.identity.sign_in import SignIn
from spot_tui.backend.problems import Problem
from spot_tui.backend.session import Session, Tokens
from spot_tui.backend.session_clock import Ended, State, Warned
from spot_tui.backend.session_watch import SessionWatch
from spot_tui.backend.sessions import Sessions
from tests.backend.store.builders import new_log, records
from tests.wire.portal import PASSWORD, Portal
from tests.wire.staff_desk import signed_in, to_passcode


@asynccontextmanager
async def office(portal: Portal, store: Path, *, wants_refresh: bool) -> AsyncIterator[SignIn]:
    """A terminal that asks for refresh tokens, or a kiosk that does not."""
    client = identity_client(portal.identity())
    audit = new_log(store, portal.clock)
    numbers = count(1)
    sessions = Sessions(
        clock=portal.clock,
        audit=audit,
        new_id=lambda: f"session-{next(numbers)}",
        wants_refresh=wants_refresh,
    )
    sessions.has_lock = True
    try:
        yield SignIn(
            portal.identity(),
            client,
            audit=audit,
            marks=SignInMarks(store),
            clock=portal.clock,
            new_id=lambda: f"id-{next(numbers)}",
            zone=ZoneInfo("America/New_York"),
            sessions=sessions,
        )
    finally:
        await client.close()
        audit.close()


@pytest.fixture
async def desk(portal: Portal, tmp_path: Path) -> AsyncIterator[SignIn]:
    async with office(portal, tmp_path, wants_refresh=True) as sign_in:
        yield sign_in


def tokens_of(session: Session) -> Tokens:
    tokens = session._tokens._tokens
    assert tokens is not None
    return tokens


async def renewed(portal: Portal, session: Session, minutes: int) -> None:
    """Work for so many minutes, and let a renewal come to its end."""
    watch = SessionWatch(session)
    for _ in range(minutes):
        portal.clock.forward(minutes=1)
        session.clock.touch()
        watch.look()
        task = session._tokens._task
        if task is not None:
            await asyncio.wait([task])


def state_of(session: Session) -> State:
    return session.clock.state


def holds(portal: Portal, tokens: Tokens) -> bool:
    """Ask the portal's world whether an access token holds."""
    import jwt

    token_id = jwt.decode(tokens.access, options={"verify_signature": False})["jti"]
    with portal.world.transaction() as moment:
        sql = "SELECT revoked FROM token WHERE id = ? AND expires_at > ?"
        row = moment.db.execute(sql, (token_id, moment.now)).fetchone()
    return row is not None and not row["revoked"]


async def test_a_token_is_renewed_for_a_whole_working_day(portal: Portal, desk: SignIn) -> None:
    session = await signed_in(portal, desk)
    first = tokens_of(session)
    assert first.refresh
    await renewed(portal, session, 11 * 60)
    assert session.is_open
    later = tokens_of(session)
    assert later.refresh != first.refresh
    assert holds(portal, later)
    await renewed(portal, session, 60)
    assert session.clock.state == Ended("longest")
    await session.end("longest")
    assert not holds(portal, later)


async def test_a_spent_refresh_token_used_again_ends_the_sign_in(portal: Portal, desk: SignIn) -> None:
    session = await signed_in(portal, desk)
    stolen = tokens_of(session)
    await renewed(portal, session, 56)
    current = tokens_of(session)
    assert current.refresh != stolen.refresh
    with pytest.raises(Problem, match=r"identity\.expired"):
        await authorization_of(session).renew(stolen)
    assert not holds(portal, current)
    await renewed(portal, session, 56)
    assert state_of(session) == Warned("end", 180)
    await renewed(portal, session, 3)
    assert state_of(session) == Ended("token")


async def test_signing_out_ends_the_refresh_token_too(portal: Portal, desk: SignIn) -> None:
    session = await signed_in(portal, desk)
    tokens, authorization = tokens_of(session), authorization_of(session)
    await session.end()
    assert not holds(portal, tokens)
    with pytest.raises(Problem, match=r"identity\.expired"):
        await authorization.renew(tokens)


async def test_revoking_the_refresh_token_alone_ends_the_access_token(portal: Portal, desk: SignIn) -> None:
    session = await signed_in(portal, desk)
    tokens = tokens_of(session)
    await authorization_of(session)._revoke(replace(tokens, access=""))
    assert not holds(portal, tokens)


async def test_a_made_up_refresh_token_is_refused_and_ends_nobody(portal: Portal, desk: SignIn) -> None:
    session = await signed_in(portal, desk)
    tokens = tokens_of(session)
    with pytest.raises(Problem, match=r"identity\.expired"):
        await authorization_of(session).renew(replace(tokens, refresh="RT.made-up"))
    assert holds(portal, tokens)


async def test_a_role_that_ended_is_not_renewed(portal: Portal, desk: SignIn) -> None:
    session = await signed_in(portal, desk)
    with portal.world.transaction() as moment:
        moment.db.execute("INSERT INTO member (user_id, access) VALUES (?, 'removed')", ("wren.applegarth",))
    with pytest.raises(Problem, match=r"identity\.expired"):
        await authorization_of(session).renew(tokens_of(session))


async def test_a_renewal_that_gets_no_answer_is_tried_again(portal: Portal, desk: SignIn) -> None:
    session = await signed_in(portal, desk)
    first = tokens_of(session)
    await renewed(portal, session, 54)
    portal.fault("identity.503", "/token", 1)
    await renewed(portal, session, 2)
    assert tokens_of(session).refresh != first.refresh
    assert portal.posts("/token") == 3


async def test_a_kiosk_asks_for_no_refresh_token_and_its_session_ends_with_the_token(
    portal: Portal, tmp_path: Path
) -> None:
    async with office(portal, tmp_path, wants_refresh=False) as kiosk:
        session = await signed_in(portal, kiosk)
        assert tokens_of(session).refresh == ""
        await renewed(portal, session, 12 * 60)
        assert session.clock.state in {Ended("longest"), Ended("token")}
        assert portal.posts("/token") == 1


async def test_a_refresh_token_that_nobody_asked_for_is_given_back_at_once(
    portal: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scope = property(lambda self: "openid profile offline_access")
    monkeypatch.setattr(Authorization, "scope", scope)
    async with office(portal, tmp_path, wants_refresh=False) as kiosk:
        session = await signed_in(portal, kiosk)
        assert tokens_of(session).refresh == ""
        with portal.world.transaction() as moment:
            assert moment.db.execute("SELECT count(*) FROM refresh").fetchone()[0] == 0


async def test_the_password_of_the_sign_in_opens_the_lock_and_the_organisation_is_not_asked(
    portal: Portal, desk: SignIn
) -> None:
    session = await signed_in(portal, desk)
    await session.lock()
    calls = len(portal.calls)
    with pytest.raises(Problem, match=r"unlock\.wrong"):
        await session.unlock("not the password")
    await session.unlock(PASSWORD)
    assert len(portal.calls) == calls


async def test_a_password_that_was_refused_is_kept_in_no_verifier(portal: Portal, desk: SignIn) -> None:
    with pytest.raises(Problem, match=r"identity\.credentials"):
        await desk.start("wren.applegarth", "Wrong-Password-For-Practice-1")
    await to_passcode(desk, "wren.applegarth", DeviceKind.SMS)
    unlock = desk._work.attempt.unlock_by
    assert unlock is not None
    assert await unlock.check(PASSWORD)
    await desk.cancel()
    assert desk._work.attempt.unlock_by is None


async def test_no_token_and_no_password_is_in_the_store(portal: Portal, desk: SignIn, tmp_path: Path) -> None:
    session = await signed_in(portal, desk)
    tokens = tokens_of(session)
    await renewed(portal, session, 56)
    await session.end()
    assert any(record.get("reason") == "renewed" for record in records(tmp_path))
    secrets = [tokens.access, tokens.refresh, tokens.identity, PASSWORD]
    content = stored(tmp_path)
    assert not any(secret.encode() in content for secret in secrets)


def stored(folder: Path) -> bytes:
    """Return all that lies in a store, the portal's own world aside."""
    files = [path for path in folder.rglob("*") if path.is_file() and "portal" not in path.parts]
    return b"".join(path.read_bytes() for path in files)


def authorization_of(session: Session) -> Authorization:
    """Return the wire of a session's tokens."""
    renew = session._tokens._renew
    assert renew is not None
    authorization = getattr(renew, "__self__", None)
    assert isinstance(authorization, Authorization)
    return authorization
