"""Who the answer is about."""

from __future__ import annotations

from collections.abc import Iterator

from spot_tui.backend.eligibility.model import Beneficiary
from spot_tui.backend.eligibility.sheet import Row, Tone
from spot_tui.backend.eligibility.tabs.phrases import day, place, when
from spot_tui.backend.formats import MBI_LENGTH, show_mbi
from spot_tui.backend.x12.codes import word
from spot_tui.words import say


def person_rows(person: Beneficiary | None) -> Iterator[Row]:
    """Yield label and value of what is known of the beneficiary; nothing that was not sent."""
    if person is None:
        return
    first = " ".join(part for part in (person.first_name, person.middle_name) if part)
    last = " ".join(part for part in (person.last_name, person.suffix) if part)
    is_mbi = len(person.mbi) == MBI_LENGTH
    where = ", ".join(
        part for part in (*person.address, place(person.city, person.state, person.zip)) if part
    )
    facts = [
        ("name", ", ".join(part for part in (last, first) if part), Tone.PLAIN),
        ("mbi" if is_mbi else "number", show_mbi(person.mbi) if is_mbi else person.mbi, Tone.PLAIN),
        ("born", day(person.birth_date) if person.birth_date else "", Tone.PLAIN),
        ("sex", word("sex", person.sex) if person.sex else "", Tone.PLAIN),
        ("address", where, Tone.PLAIN),
        ("died", day(person.died) if person.died else "", Tone.STOP),
        ("dependent", say("benefits.yes") if person.dependent else "", Tone.PLAIN),
    ]
    for name, value, tone in facts:
        if value:
            yield Row((say(f"benefits.person.{name}"), value), tone, raw=person.raw)
    if person.old_mbi_ended:
        ended = f"{day(person.old_mbi_ended)} {say('benefits.assumed')}"
        yield Row((say("benefits.person.old_mbi"), ended), Tone.WARN, raw=person.raw)
    for dated in person.other_dates:
        yield Row((word("date", dated.qualifier), when(dated.period)), raw=person.raw)
