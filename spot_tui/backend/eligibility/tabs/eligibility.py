"""The Eligibility tab: who, entitlement, inactive times, ESRD, and what is known of the answer itself."""

from __future__ import annotations

from collections.abc import Iterator

from spot_tui.backend.eligibility.model import Eligibility, Entitlement, Inactive, Period
from spot_tui.backend.eligibility.questions import INSURANCE_OF_PART
from spot_tui.backend.eligibility.service_days import Days, entitled_days, held
from spot_tui.backend.eligibility.sheet import Row, Section, Tab, Tone, Viewing
from spot_tui.backend.eligibility.tabs.person import person_rows
from spot_tui.backend.eligibility.tabs.phrases import (
    columns,
    contact,
    day,
    insurance,
    last_day,
    none,
    number,
    services,
    span,
    tab,
    when,
)
from spot_tui.backend.x12.codes import word
from spot_tui.words import say

PLAIN_ACTIVITY = "1"


def eligibility_tab(answer: Eligibility, viewing: Viewing) -> Tab:
    """Return the tab; it is empty when nothing about cover was returned, whoever it is about."""
    cover = [
        _entitlements(answer, viewing),
        _inactive(answer, viewing),
        _esrd(answer),
        _acupuncture(answer),
        _drugs(answer),
        _coverage(answer),
        _not_covered(answer),
    ]
    if not any(section.rows for section in cover):
        return tab("eligibility", (), (say("benefits.purged"),))
    person = Section(
        say("benefits.person.title"), tuple(person_rows(answer.beneficiary)), about=say("row.person")
    )
    return tab("eligibility", (*cover, person, _about(answer)), (say("benefits.purged"),))


def _entitlements(answer: Eligibility, viewing: Viewing) -> Section:
    rows = tuple(row for item in answer.entitlements for row in _entitlement(answer, item, viewing))
    titles = columns("part", "from", "to", "reason", "on", date=span(viewing.service))
    return Section(say("benefits.entitlement.title"), rows, titles, about=say("row.entitlement"))


def _entitlement(answer: Eligibility, item: Entitlement, viewing: Viewing) -> Iterator[Row]:
    notes = []
    if item.activity != PLAIN_ACTIVITY:
        notes.append(say("benefits.entitlement.activity", words=word("information", item.activity)))
    reason = word("reason", item.reason) if item.reason else (item.reason_text or none())
    entitled = entitled_days(answer, item.part, viewing.service)
    for period in item.periods or (None,):
        state = _state(period, entitled, viewing.service)
        yield Row(
            (
                item.part,
                day(period.first) if period else say("benefits.no_dates"),
                last_day(period) if period else "",
                reason,
                say(f"benefits.entitlement.{state}"),
            ),
            Tone.GOOD if state == "yes" else Tone.WARN,
            " ".join(notes),
            item.raw,
        )


def _state(period: Period | None, entitled: Days, service: Period) -> str:
    """Return whether the entitlement of a period holds on all dates of service, on some, or on none."""
    days = held((period,), service) if period else ()
    if days == entitled == (service,):
        return "yes"
    return "partly" if any(held(entitled, each) for each in days) else "no"


def _inactive(answer: Eligibility, viewing: Viewing) -> Section:
    rows = tuple(row for item in answer.inactive for row in _inactive_rows(item, viewing))
    dated = any(item.periods for item in answer.inactive)
    notes = (say("benefits.inactive.note"),) if dated else ()
    return Section(
        say("benefits.inactive.title"),
        rows,
        columns("about", "from", "to"),
        notes=notes,
        about=say("row.inactive"),
    )


def _inactive_rows(item: Inactive, viewing: Viewing) -> Iterator[Row]:
    about = _about_whom(item)
    for text in item.unread_dates:
        told = say("benefits.inactive.unread", date=text or say("benefits.unread.blank"))
        unread = (say("row.inactive.unread"),)
        yield Row((about, told, ""), Tone.STOP, raw=item.raw, about=unread)
    if not item.periods and not item.unread_dates:
        told, undated = say("benefits.inactive.undated"), (say("row.inactive.undated"),)
        yield Row((about, told, ""), Tone.WARN, raw=item.raw, about=undated)
    for period in item.periods:
        tone = Tone.STOP if held((period,), viewing.service) else Tone.PLAIN
        yield Row((about, day(period.first), last_day(period)), tone, raw=item.raw)


def _about_whom(item: Inactive) -> str:
    parts = {code: part for part, code in INSURANCE_OF_PART.items()}
    if item.insurance_type in parts:
        about = say("benefits.inactive.part", part=parts[item.insurance_type])
    elif item.insurance_type:
        about = insurance(item.insurance_type)
    else:
        about = say("benefits.inactive.all")
    narrower = tuple(code for code in item.service_types if code != "30")
    if narrower:
        return say("benefits.inactive.services", about=about, services=services(narrower))
    return about


def _esrd(answer: Eligibility) -> Section:
    rows: list[Row] = []
    for item in answer.esrd:
        about = services(item.service_types)
        dates = [
            *((say("benefits.esrd.effective"), day(value)) for value in item.effective),
            *((say("benefits.esrd.transplant"), day(value)) for value in item.transplants),
            *((word("date", dated.qualifier), when(dated.period)) for dated in item.other_dates),
        ]
        rows.extend(Row((about, label, value), raw=item.raw) for label, value in dates or [("", none())])
    return Section(
        say("benefits.esrd.title"), tuple(rows), columns("services", "what", "dates"), about=say("row.esrd")
    )


def _acupuncture(answer: Eligibility) -> Section:
    rows = tuple(
        Row(
            (say("benefits.sessions.acupuncture"), number(item.used), number(item.remaining)),
            note=say("benefits.assumed"),
            raw=item.raw,
        )
        for item in answer.sessions
        if item.programme == "acupuncture"
    )
    titles = columns("what", "used", "left")
    return Section(
        say("benefits.sessions.acupuncture_title"),
        rows,
        titles,
        frozenset({1, 2}),
        about=say("row.acupuncture"),
    )


def _drugs(answer: Eligibility) -> Section:
    label = (say("benefits.drug.label"), say("benefits.drug.exists"))
    return Section(
        say("benefits.drug.title"),
        tuple(Row(label, raw=item.raw) for item in answer.drug_benefits),
        about=say("row.drug"),
    )


def _coverage(answer: Eligibility) -> Section:
    rows = tuple(
        Row(
            (
                word("information", item.activity),
                "; ".join(part for part in (insurance(item.insurance_type), item.plan) if part) or none(),
                services(item.service_types) or none(),
            ),
            note=", ".join(span(period) for period in item.periods),
            raw=item.raw,
        )
        for item in answer.coverage
    )
    return Section(
        say("benefits.coverage.title"), rows, columns("what", "plan", "services"), about=say("row.coverage")
    )


def _not_covered(answer: Eligibility) -> Section:
    rows = tuple(Row((services(item.service_types) or none(),), raw=item.raw) for item in answer.not_covered)
    return Section(say("benefits.not_covered.title"), rows, columns("services"), about=say("row.not_covered"))


def _about(answer: Eligibility) -> Section:
    source = answer.source
    facts = [
        ("asked", span(answer.asked) if answer.asked else ""),
        ("provider", " ".join(part for part in (source.provider.name, source.provider.id) if part))
        if source.provider
        else ("provider", ""),
        ("payer", contact(source.payer) if source.payer else ""),
        *(("trace" if trace.kind == "2" else "trace_other", trace.number) for trace in answer.traces),
        ("version", say("benefits.about.version_is", version=source.version, layout=source.layout.value)),
        *(("odd", oddity_words(note.code, note.segment, note.details)) for note in source.notes),
    ]
    rows = tuple(Row((say(f"benefits.about.{name}"), value)) for name, value in facts if value)
    return Section(say("benefits.about.title"), rows, about=say("row.about"))


def oddity_words(code: str, segment: int, details: str) -> str:
    """Return what is odd about an interchange, and where."""
    return say("x12.oddity.at", what=say(f"x12.oddity.{code}", details=details), segment=segment)
