"""The practice portal's world: one SQLite file, shared by all terminals of the host, a transaction a request.

Only what changes lives there (tries, codes, tokens, switches); the made-up people themselves are data files.
Times are seconds since 1970 in UTC.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from spot_tui.backend.clock import Clock, SystemClock
from spot_tui.backend.problems import Problem

SCHEMA_VERSION = 4
BUSY_SECONDS = 20

_SCHEMA = """
CREATE TABLE IF NOT EXISTS secret (name TEXT PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS switch (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS fault (
    name TEXT NOT NULL, path TEXT NOT NULL, times INTEGER, PRIMARY KEY (name, path)
);
CREATE TABLE IF NOT EXISTS account (
    who TEXT PRIMARY KEY, failures INTEGER NOT NULL DEFAULT 0, locked_until REAL NOT NULL DEFAULT 0,
    suspended INTEGER NOT NULL DEFAULT 0, tried_at REAL NOT NULL DEFAULT 0,
    second INTEGER NOT NULL DEFAULT 0, calls INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS authenticator (device TEXT PRIMARY KEY, last_step INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS code (
    device TEXT NOT NULL, code TEXT NOT NULL, sent_at REAL NOT NULL, expires_at REAL NOT NULL,
    used INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS attempt (
    state TEXT PRIMARY KEY, user_id TEXT NOT NULL, status TEXT NOT NULL, device TEXT NOT NULL DEFAULT '',
    sent_at REAL NOT NULL DEFAULT 0, methods TEXT NOT NULL DEFAULT 'pwd', warn INTEGER NOT NULL,
    expires_at REAL NOT NULL, more INTEGER NOT NULL DEFAULT 0, push TEXT NOT NULL DEFAULT '',
    recovery TEXT NOT NULL DEFAULT '', tries INTEGER NOT NULL DEFAULT 0, told INTEGER NOT NULL DEFAULT 0,
    channel TEXT NOT NULL DEFAULT ''
);
CREATE TABLE IF NOT EXISTS ticket (
    ticket TEXT PRIMARY KEY, user_id TEXT NOT NULL, methods TEXT NOT NULL, signed_in_at REAL NOT NULL,
    expires_at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS grant_code (
    code TEXT PRIMARY KEY, user_id TEXT NOT NULL, methods TEXT NOT NULL, signed_in_at REAL NOT NULL,
    nonce TEXT NOT NULL, challenge TEXT NOT NULL, scope TEXT NOT NULL, expires_at REAL NOT NULL,
    client TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS token (
    id TEXT PRIMARY KEY, user_id TEXT NOT NULL, scope TEXT NOT NULL, expires_at REAL NOT NULL,
    revoked INTEGER NOT NULL DEFAULT 0, client TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS refresh (
    digest TEXT PRIMARY KEY, family TEXT NOT NULL, user_id TEXT NOT NULL, scope TEXT NOT NULL,
    client TEXT NOT NULL, methods TEXT NOT NULL, signed_in_at REAL NOT NULL, expires_at REAL NOT NULL,
    used INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS member (
    user_id TEXT PRIMARY KEY, access TEXT NOT NULL DEFAULT '', turned_away_at REAL NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS password (
    user_id TEXT NOT NULL, salt BLOB NOT NULL, digest BLOB NOT NULL, set_at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS device (
    id TEXT PRIMARY KEY, user_id TEXT NOT NULL, kind TEXT NOT NULL, place TEXT NOT NULL, secret TEXT NOT NULL,
    state TEXT NOT NULL, made_at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS push (
    id TEXT PRIMARY KEY, device TEXT NOT NULL, number INTEGER, offered TEXT NOT NULL, state TEXT NOT NULL,
    sent_at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS organisation (
    id TEXT PRIMARY KEY, record TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS access_request (
    number TEXT PRIMARY KEY, user_id TEXT NOT NULL, status TEXT NOT NULL, organisation TEXT NOT NULL,
    application TEXT NOT NULL, decider TEXT NOT NULL, asked_at REAL NOT NULL, decided_at REAL,
    decided_by TEXT NOT NULL DEFAULT '', decision_reason TEXT NOT NULL DEFAULT '',
    before TEXT NOT NULL DEFAULT '', revision INTEGER NOT NULL DEFAULT 1
);
CREATE TABLE IF NOT EXISTS role (
    id TEXT PRIMARY KEY, user_id TEXT NOT NULL, organisation TEXT NOT NULL, role TEXT NOT NULL,
    status TEXT NOT NULL, began_on TEXT NOT NULL, certified_on TEXT, certify_by TEXT, ended_on TEXT,
    end_reason TEXT NOT NULL DEFAULT '', revision INTEGER NOT NULL DEFAULT 1
);
CREATE TABLE IF NOT EXISTS certification (
    role TEXT NOT NULL, by_user TEXT NOT NULL, at REAL NOT NULL, certify_by TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS idempotency (
    user_id TEXT NOT NULL, key TEXT NOT NULL, digest TEXT NOT NULL, status INTEGER NOT NULL,
    headers TEXT NOT NULL, body BLOB NOT NULL, at REAL NOT NULL, PRIMARY KEY (user_id, key)
);
CREATE TABLE IF NOT EXISTS correction (
    number TEXT PRIMARY KEY, user_id TEXT NOT NULL, npi TEXT NOT NULL, claim TEXT NOT NULL, at REAL NOT NULL,
    body TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS appeal (
    number TEXT PRIMARY KEY, user_id TEXT NOT NULL, npi TEXT NOT NULL, claim TEXT NOT NULL, at REAL NOT NULL,
    body TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS appeal_document (
    number TEXT PRIMARY KEY, appeal TEXT NOT NULL, user_id TEXT NOT NULL, at REAL NOT NULL, body TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS message_read (
    message TEXT NOT NULL, user_id TEXT NOT NULL, PRIMARY KEY (message, user_id)
);
CREATE TABLE IF NOT EXISTS interaction (
    handle TEXT PRIMARY KEY, client TEXT NOT NULL, scope TEXT NOT NULL, challenge TEXT NOT NULL,
    nonce TEXT NOT NULL, expires_at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS idx_attempt (
    state TEXT PRIMARY KEY, client TEXT NOT NULL, scope TEXT NOT NULL, challenge TEXT NOT NULL,
    nonce TEXT NOT NULL, purpose TEXT NOT NULL DEFAULT 'login', step TEXT NOT NULL DEFAULT 'identify',
    user_id TEXT NOT NULL DEFAULT '', device TEXT NOT NULL DEFAULT '', channel TEXT NOT NULL DEFAULT '',
    methods TEXT NOT NULL DEFAULT 'pwd', push TEXT NOT NULL DEFAULT '', code TEXT NOT NULL DEFAULT '',
    told INTEGER NOT NULL DEFAULT 0, expires_at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS device_request (
    device_code TEXT PRIMARY KEY, user_code TEXT NOT NULL UNIQUE, client TEXT NOT NULL, scope TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'pending', user_id TEXT NOT NULL DEFAULT '',
    methods TEXT NOT NULL DEFAULT '', signed_in_at REAL NOT NULL DEFAULT 0,
    polled_at REAL NOT NULL DEFAULT 0, pause REAL NOT NULL, expires_at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS upload (
    id TEXT PRIMARY KEY, user_id TEXT NOT NULL, reference TEXT NOT NULL, length INTEGER NOT NULL,
    made_at REAL NOT NULL, expires_at REAL NOT NULL, concat TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS submission (
    number TEXT PRIMARY KEY, user_id TEXT NOT NULL, npi TEXT NOT NULL, form TEXT NOT NULL,
    letter TEXT NOT NULL, at REAL NOT NULL, body TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS recent (what TEXT PRIMARY KEY, at REAL NOT NULL);
"""
_PASSING = ("attempt", "grant_code", "token")
"""Tables of an older version that held nothing to keep; they are made anew."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One transaction of the world: its rows and its time."""

    db: sqlite3.Connection
    now: float
    """Seconds since 1970, by the portal's clock, which a fault may set wrong."""

    def switch(self, name: str, default: str = "") -> str:
        """Return the setting of a switch."""
        row = self.db.execute("SELECT value FROM switch WHERE name = ?", (name,)).fetchone()
        return str(row["value"]) if row else default

    def set_switch(self, name: str, value: str) -> None:
        """Set a switch."""
        self.db.execute("INSERT OR REPLACE INTO switch VALUES (?, ?)", (name, value))

    def seen_within(self, what: str, seconds: float) -> bool:
        """Tell whether `what` was asked in the last `seconds`, and remember that it is asked now."""
        row = self.db.execute("SELECT at FROM recent WHERE what = ?", (what,)).fetchone()
        self.db.execute("INSERT OR REPLACE INTO recent VALUES (?, ?)", (what, self.now))
        return row is not None and 0 <= self.now - float(row["at"]) <= seconds


class World:
    """The file, held open for as long as this object lives, so that nobody resets it meanwhile.

    One connection stays open, since SQLite tidies up, slowly, whenever the last one closes.

    Raises `Problem`: ``sandbox.in_use`` while it is being reset, ``sandbox.world`` for a file that is none.
    """

    def __init__(self, path: Path, clock: Clock | None = None) -> None:
        self.path = path
        self.clock: Clock = clock or SystemClock()
        self._hold = _hold(path, fcntl.LOCK_SH)
        self._anchor: sqlite3.Connection | None = None
        try:
            self._prepare()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        if self._anchor is not None:
            self._anchor.close()
            self._anchor = None
        if self._hold >= 0:
            os.close(self._hold)
            self._hold = -1

    @contextmanager
    def transaction(self) -> Iterator[Moment]:
        """Do something with the world as one step: all of it is kept, or none if an exception passes."""
        with closing(self._connect()) as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                moment = Moment(db, self.clock.now().timestamp())
                yield Moment(db, moment.now + float(moment.switch("clock_ahead", "0")))
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")

    def _connect(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        db.row_factory = sqlite3.Row
        db.execute("PRAGMA synchronous = NORMAL")
        return db

    def _prepare(self) -> None:
        os.close(os.open(self.path, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600))
        self.path.chmod(0o600)
        try:
            with closing(self._connect()) as db:
                # A commit then waits for no disk; only a power cut may lose the last ones, whole.
                db.execute("PRAGMA journal_mode = WAL")
                db.execute("BEGIN IMMEDIATE")
                (version,) = db.execute("PRAGMA user_version").fetchone()
                if version < SCHEMA_VERSION:
                    _bring_up(db)
                db.execute("COMMIT")
            self._anchor = self._connect()
            self._anchor.execute("SELECT count(*) FROM secret").fetchone()
        except sqlite3.DatabaseError as error:
            raise Problem("sandbox.world", (), {"path": self.path, "reason": error}) from None
        if version > SCHEMA_VERSION:
            reason = f"it is of version {version}, this program knows {SCHEMA_VERSION}"
            raise Problem("sandbox.world", (), {"path": self.path, "reason": reason})


def _bring_up(db: sqlite3.Connection) -> None:
    """Make what a new world or one of an older version lacks."""
    for table in _PASSING:
        db.execute(f"DROP TABLE IF EXISTS {table}")
    for statement in _SCHEMA.split(";"):
        db.execute(statement)
    db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def reset(path: Path) -> None:
    """Start the made-up world over. Raises `Problem` ``sandbox.in_use`` while anybody holds it."""
    hold = _hold(path, fcntl.LOCK_EX)
    try:
        for leftover in (path, *(path.with_name(path.name + end) for end in ("-journal", "-wal", "-shm"))):
            leftover.unlink(missing_ok=True)
        shutil.rmtree(uploads_folder(path), ignore_errors=True)
    finally:
        os.close(hold)


def uploads_folder(path: Path) -> Path:
    """Return where the bytes of documents lie that belong to the world in this file."""
    return path.with_name(path.name + ".uploads")


def _hold(path: Path, how: int) -> int:
    """Lock the world and return the descriptor; SQLite's own locks lie on the file itself, so ours do not."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = path.with_name(path.name + ".lock")
    hold = os.open(lock, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(hold, how | fcntl.LOCK_NB)
    except OSError:
        os.close(hold)
        raise Problem("sandbox.in_use") from None
    return hold
