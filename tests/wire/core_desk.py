"""A terminal at which eligibility is asked for, and questions written freely for the practice portal."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from spot_tui.backend.clock import today
from spot_tui.backend.connectivity.core import X12_270, CoreClient
from spot_tui.backend.eligibility.inquiry import Inquiry
from spot_tui.backend.eligibility.mapping import read_answers
from spot_tui.backend.eligibility.model import Eligibility, Reject
from spot_tui.backend.eligibility.service import EligibilityAnswer, EligibilityDesk
from spot_tui.backend.formats import Mbi, ServiceDates
from spot_tui.backend.http import UpstreamClient
from spot_tui.backend.store.audit import AuditLog
from spot_tui.backend.upstreams import CoreUpstream, EligibilityRules, HttpLimits, Provider
from spot_tui.backend.x12.reader import read_interchanges
from spot_tui.backend.x12.writer import Composite, Element, Envelope, NewSet, write_interchange
from spot_tui.sandbox.people import Person, people
from tests.backend.store.builders import SetClock, new_log, records
from tests.wire.portal import Portal

ZONE = ZoneInfo("America/New_York")
CLINIC = Provider(organisation="Practice Family Clinic", npi="1234567893", parts=("A", "B"))
LIMITS = HttpLimits(connect_seconds=5, read_seconds=15)


def new_uuids(terminal: str) -> Callable[[], str]:
    """Return a source of UUIDs, the same for each run and others for each terminal."""
    numbers = count(1)
    return lambda: str(uuid5(NAMESPACE_URL, f"{terminal} {next(numbers)}"))


def core_upstream(portal_url: str, form: str = "soap", **changes: Any) -> CoreUpstream:
    """Return the settings of the portal's CORE side."""
    given = {
        "url": f"{portal_url}/core/{form}",
        "envelope": form,
        "sender_id": "PRACTICE",
        "tax_id": "000000001",
        "usage": "T",
        "limits": LIMITS,
    }
    return CoreUpstream.model_validate(given | changes)


@dataclass
class CoreDesk:
    desk: EligibilityDesk
    client: CoreClient
    audit: AuditLog
    store: Path
    clock: SetClock
    waits: list[float] = field(default_factory=list)
    attempts: list[int] = field(default_factory=list)

    @property
    def today(self) -> date:
        return today(self.clock, ZONE)

    async def check(self, person: Person, on: date | None = None, **changes: Any) -> EligibilityAnswer:
        """Ask about a made-up person."""
        return await self.desk.check(about(person, on or self.today, **changes), CLINIC, self.attempts.append)

    async def check_number(self, mbi: str, provider: Provider = CLINIC) -> EligibilityAnswer:
        """Ask about a reserved number, under the name that all of them have."""
        on = self.today
        inquiry = Inquiry(Mbi(mbi), "PRACTICE", "REJECT", date(1950, 1, 1), ServiceDates(on, on))
        return await self.desk.check(inquiry, provider, self.attempts.append)

    def recorded(self) -> list[dict[str, Any]]:
        """Return the audit records about inquiries."""
        return [record for record in records(self.store) if record["event"] == "record.search"]


def about(person: Person, first: date, last: date | None = None, **changes: Any) -> Inquiry:
    """Return an inquiry about a made-up person."""
    given: dict[str, Any] = {
        "mbi": Mbi(person.mbi),
        "first_name": person.first,
        "last_name": person.last,
        "birth_date": person.born,
        "service": ServiceDates(first, last or first),
    }
    return Inquiry(**(given | changes))


@asynccontextmanager
async def core_desk(
    portal: Portal, store: Path, form: str = "soap", rules: EligibilityRules | None = None, **changes: Any
) -> AsyncIterator[CoreDesk]:
    """Open a terminal on the portal."""
    upstream = core_upstream(portal.url, form, **changes)
    http = UpstreamClient(upstream.name, (upstream.url,), upstream.limits, upstream.trust)
    client = CoreClient(upstream, http, clock=portal.clock, new_id=new_uuids(store.name))
    audit = new_log(store)
    waits: list[float] = []

    async def wait(seconds: float) -> None:
        waits.append(seconds)

    desk = EligibilityDesk(
        client,
        rules or EligibilityRules(),
        audit=audit,
        clock=portal.clock,
        zone=ZONE,
        new_id=new_uuids(f"{store.name} inquiry"),
        sleep=wait,
    )
    await audit.start()
    try:
        yield CoreDesk(desk, client, audit, store, portal.clock, waits)
    finally:
        await audit.stop()
        await http.close()


Row = Sequence[Element]


@dataclass
class Question:
    """A 270 written freely; every segment can be replaced or left out (None)."""

    clock: SetClock
    control: int = 1
    version: str = "005010X279A1"
    kind: str = "270"
    receiver: str = "CMS"
    functional_id: str = "HS"
    sets: int = 1
    rows: dict[str, Row | None] = field(default_factory=dict)
    more: tuple[Row, ...] = ()

    def write(self) -> str:
        """Return the interchange."""
        person = people()[1]
        usual: dict[str, Row | None] = {
            "BHT": ("BHT", "0022", "13", "REFERENCE1", "20261122", "0900"),
            "HL1": ("HL", "1", "", "20", "1"),
            "payer": ("NM1", "PR", "2", "CMS", "", "", "", "", "PI", "CMS"),
            "HL2": ("HL", "2", "1", "21", "1"),
            "provider": ("NM1", "1P", "2", "CLINIC", "", "", "", "", "XX", "1234567893"),
            "HL3": ("HL", "3", "2", "22", "0"),
            "TRN": ("TRN", "1", "TRACE1", "1000000001"),
            "patient": ("NM1", "IL", "1", person.last, person.first, "", "", "", "MI", person.mbi),
            "DMG": ("DMG", "D8", f"{person.born:%Y%m%d}"),
            "DTP": ("DTP", "291", "D8", "20261122"),
            "EQ": ("EQ", "30"),
        }
        body = [row for row in (usual | self.rows).values() if row is not None]
        envelope = Envelope(
            sender="PRACTICE",
            receiver=self.receiver,
            functional_id=self.functional_id,
            version=self.version,
            control_number=self.control,
            created=self.clock.now(),
            usage="T",
        )
        sets = [NewSet(self.kind, f"{n + 1:04}", [*body, *self.more]) for n in range(self.sets)]
        return write_interchange(envelope, sets)


def patient(mbi: str = "1AA0AA0AA01", last: str = "QUILLFEATHER", first: str = "ALMA") -> Row:
    return ("NM1", "IL", "1", last, first, "", "", "", "MI", mbi)


def code(qualifier: str, value: str) -> Row:
    return ("EQ", "", Composite((qualifier, value)))


async def answer_to(desk: CoreDesk, question: Question) -> Eligibility:
    """Send a question as it is and return what came back, reject or not."""
    reply = await desk.client.exchange(question.write(), X12_270)
    interchange = read_interchanges(reply.payload.encode())[0]
    answers = read_answers(interchange, next(interchange.sets))
    assert len(answers) == 1
    return answers[0]


async def reject_of(desk: CoreDesk, question: Question) -> Reject:
    """Send a question and return its one reject."""
    answer = await answer_to(desk, question)
    (reject,) = answer.rejects
    return reject
