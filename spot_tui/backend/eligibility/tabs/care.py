"""The tabs about care: hospice and home health, inpatient and SNF days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spot_tui.backend.eligibility.model import Eligibility, HomeHealth, LifetimeDays, Measure, Party, StayDays
from spot_tui.backend.eligibility.service_days import held, spell_state, stays_left
from spot_tui.backend.eligibility.sheet import Row, Section, Tab, Tone, Viewing
from spot_tui.backend.eligibility.tabs.phrases import (
    columns,
    day,
    last_day,
    money,
    none,
    number,
    spell_note,
    tab,
    year_or_span,
)
from spot_tui.backend.eligibility.tabs.qmb_note import qmb_note
from spot_tui.backend.x12.codes import word
from spot_tui.words import knows, say


def hospice_tab(answer: Eligibility, viewing: Viewing) -> Tab:
    """Return the tab of hospice and home health."""
    sections = (
        _hospice(answer, viewing),
        _elections(answer),
        _episodes(answer, viewing),
        _certifications(answer),
    )
    return tab("hospice", sections, (say("benefits.purged"),))


def _hospice(answer: Eligibility, viewing: Viewing) -> Section:
    rows = []
    for item in answer.hospice:
        holds = item.period is not None and held((item.period,), viewing.service)
        cells = (
            day(item.period.first) if item.period else say("benefits.no_dates"),
            last_day(item.period) if item.period else "",
            _party(item.provider),
            _revocation(item.revocation),
        )
        tone = Tone.WARN if holds else Tone.PLAIN
        about = _revocation_about(item.revocation)
        rows.append(Row(cells, tone, ". ".join(item.texts), item.raw, about))
    titles = columns("from", "to", "provider", "revocation")
    return Section(say("benefits.hospice.title"), tuple(rows), titles, about=say("row.hospice.period"))


def _revocation(code: str) -> str:
    if not code:
        return none()
    words = word("revocation", code)
    return code if words == code else f"{code}: {words}"


def _revocation_about(code: str) -> tuple[str, ...]:
    known = f"row.revocation.{code or 'unsent'}"
    return (say(known), say("row.revocation")) if knows(known) else (say("row.revocation"),)


def _elections(answer: Eligibility) -> Section:
    label = say("benefits.hospice.elections")
    rows = tuple(Row((label, number(item.count)), raw=item.raw) for item in answer.hospice_elections)
    return Section(say("benefits.hospice.elections_title"), rows, about=say("row.hospice.elections"))


def _party(party: Party | None) -> str:
    if party is None:
        return none()
    return " ".join(part for part in (party.name, party.id) if part) or none()


def _episodes(answer: Eligibility, viewing: Viewing) -> Section:
    rows = tuple(_episode(item, viewing) for item in answer.home_health)
    titles = columns("from", "to", "first_billed", "last_billed", "provider")
    return Section(say("benefits.home_health.title"), rows, titles, about=say("row.episode"))


def _episode(item: HomeHealth, viewing: Viewing) -> Row:
    holds = item.period is not None and held((item.period,), viewing.service)
    return Row(
        (
            day(item.period.first) if item.period else say("benefits.no_dates"),
            last_day(item.period) if item.period else "",
            day(item.first_billed),
            day(item.last_billed),
            _party(item.provider),
        ),
        Tone.WARN if holds else Tone.PLAIN,
        _episode_note(item),
        item.raw,
    )


def _episode_note(item: HomeHealth) -> str:
    """Return what else was sent of an episode; a message with the patient's status in words."""
    told = [say("benefits.home_health.contractor", name=_party(item.contractor))] if item.contractor else []
    if item.patient_status:
        words = word("patient_status", item.patient_status)
        told.append(say("benefits.home_health.status", code=item.patient_status, words=words))
    return ". ".join((*told, *item.texts))


def _certifications(answer: Eligibility) -> Section:
    rows = tuple(
        Row(
            (
                item.code,
                say(f"benefits.certification.{item.code}"),
                ", ".join(day(value) for value in item.dates) or none(),
            ),
            raw=item.raw,
        )
        for item in answer.certifications
    )
    return Section(
        say("benefits.certification.title"),
        rows,
        columns("code", "what", "dates"),
        about=say("row.certification"),
    )


def inpatient_tab(answer: Eligibility, viewing: Viewing) -> Tab:
    """Return the tab of hospital, SNF and lifetime days."""
    sections = (
        _stays(answer, "hospital", viewing),
        _stays(answer, "snf", viewing),
        _lifetime(answer, viewing),
    )
    return tab("inpatient", sections, (say("benefits.inpatient.note"), say("benefits.purged")))


def _stays(answer: Eligibility, setting: str, viewing: Viewing) -> Section:
    """Return the days of a setting: those left on the date of service first, the rules last."""
    on_date = stays_left(answer, setting, viewing.service)
    items = [item for item in answer.stay_days if item.setting == setting]
    left = [item for item in items if item.measure == Measure.REMAINING]
    ordered = (
        *on_date,
        *(item for item in left if item not in on_date),
        *(item for item in items if item.measure != Measure.REMAINING),
    )
    rows = tuple(_stay(item, viewing, item in on_date) for item in ordered)
    titles = columns("benefit_period", "what", "days", "per_day")
    title = say(f"benefits.inpatient.{setting}_title")
    return Section(
        title, rows, titles, frozenset({2, 3}), _qmb_notes(answer, items, viewing), about=say("row.stays")
    )


def _qmb_notes(
    answer: Eligibility, items: Iterable[StayDays | LifetimeDays], viewing: Viewing
) -> tuple[str, ...]:
    note = qmb_note(answer, viewing)
    return (note,) if note and any(item.per_day for item in items) else ()


def _stay(item: StayDays, viewing: Viewing, holds: bool) -> Row:
    when = year_or_span(item.period)
    if item.measure != Measure.REMAINING:
        return Row((when, _day_range(item), none(), money(item.per_day)), raw=item.raw)
    kind = "left" if item.per_day is None else "full" if item.per_day == 0 else "coinsurance"
    state, note = "new", ""
    if item.spell and item.period:
        state = spell_state(item.period, viewing.service)
        note = spell_note(item.period, viewing)
    cells = (
        say(f"benefits.inpatient.{state}", span=when),
        say(f"benefits.inpatient.{kind}"),
        number(item.days),
        money(item.per_day),
    )
    tone = Tone.WARN if item.days == 0 or note else Tone.GOOD if holds else Tone.PLAIN
    return Row(cells, tone, note, item.raw)


def _day_range(item: StayDays) -> str:
    if item.first_day is not None and item.last_day is not None:
        return say("benefits.inpatient.days", first=item.first_day, last=item.last_day)
    if item.last_day is not None:
        return say("benefits.inpatient.days", first=1, last=item.last_day)
    if item.first_day is not None:
        return say("benefits.inpatient.days_from", first=item.first_day)
    return say("benefits.inpatient.rate")


def _lifetime(answer: Eligibility, viewing: Viewing) -> Section:
    titles = columns("what", "period", "details", "days", "per_day")
    rows = tuple(_lifetime_rows(answer))
    notes = _qmb_notes(answer, answer.lifetime_days, viewing)
    return Section(say("benefits.inpatient.lifetime_title"), rows, titles, frozenset({3, 4}), notes)


def _lifetime_rows(answer: Eligibility) -> Iterator[Row]:
    for item in answer.lifetime_days:
        used_up = item.measure == Measure.REMAINING and item.days == 0
        yield Row(
            (
                say(f"benefits.inpatient.{item.kind}"),
                year_or_span(item.period) if item.period else none(),
                _lifetime_kind(item),
                number(item.days),
                money(item.per_day),
            ),
            Tone.WARN if used_up else Tone.PLAIN,
            raw=item.raw,
            about=(say(f"row.{item.kind}"),),
        )


def _lifetime_kind(item: LifetimeDays) -> str:
    kinds = {Measure.TOTAL: "total_days", Measure.REMAINING: "left_days"}
    return say(f"benefits.inpatient.{kinds.get(item.measure, 'rate')}")
