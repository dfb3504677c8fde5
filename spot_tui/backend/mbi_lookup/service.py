"""The look-up service: asks a directory for a Medicare number, with the audit trail around the wire."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from spot_tui.backend.clock import Clock
from spot_tui.backend.formats import Mbi
from spot_tui.backend.gateway import Bearer
from spot_tui.backend.mbi_lookup.subject import Subject
from spot_tui.backend.upstreams import Provider

if TYPE_CHECKING:
    from spot_tui.backend.store.audit import Act, AuditLog
    from spot_tui.backend.use_rules import UseRules


@dataclass(frozen=True, slots=True)
class Entry:
    """What a directory has: the number in force, and the names as Medicare's record has them."""

    mbi: Mbi = field(repr=False)
    first_name: str = field(repr=False)
    last_name: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class FoundMbi:
    """A number that was found, for whom, by which upstream and when (UTC)."""

    entry: Entry = field(repr=False)
    birth_date: date = field(repr=False)
    source: str
    received_at: datetime


class Directory(Protocol):
    """A wire over which numbers are looked up; `name` is that of the upstream."""

    name: str

    async def find(self, bearer: Bearer, provider: Provider, subject: Subject, act: Act) -> Entry:
        """Return the entry. `act` gets the correlation. Raises `Problem` ``lookup.none``, among others."""
        ...


class MbiLookupDesk:
    """Looks up Medicare numbers for one provider at a time.

    The record holds who asked whom and how it ended, and a keyed hash of the number once it is found. Of the
    Social Security number it holds nothing: there are too few of them for a hash to hide one.
    """

    def __init__(
        self, directory: Directory, *, audit: AuditLog, clock: Clock, use_rules: UseRules | None = None
    ) -> None:
        self.name = directory.name
        self._directory = directory
        self._audit = audit
        self._clock = clock
        self._use_rules = use_rules

    async def find(self, bearer: Bearer, provider: Provider, subject: Subject) -> FoundMbi:
        """Return the number of who is looked for.

        Raises `Problem`: ``lookup.none`` where nobody fits all four values, ``lookup.not_yours``,
        ``use_rules.not_accepted``, those of the wire (``gateway.*`` or ``core.*``, ``ack.*``, ``answer.*``,
        ``aaa.*``; ``upstream.*``) and ``audit.*``. Nothing is asked or shown when the log cannot be written.
        """
        if self._use_rules is not None:
            self._use_rules.require()
        async with self._audit.act(
            "record.search", details={"upstream": self.name, "view": "mbi lookup"}
        ) as act:
            entry = await self._directory.find(bearer, provider, subject, act)
            act.patient = entry.mbi
        return FoundMbi(entry, subject.birth_date, self.name, self._clock.now())
