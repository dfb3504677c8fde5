"""How an answer's worded lines are drawn and explained."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from spot_tui.backend.eligibility.inquiry import Inquiry
from spot_tui.backend.eligibility.model import Beneficiary
from spot_tui.backend.eligibility.raw_words import meanings
from spot_tui.backend.eligibility.sheet import Banner, Sheet
from spot_tui.backend.eligibility.sheet import Line as SheetLine
from spot_tui.backend.eligibility.sheet import Tone as SheetTone
from spot_tui.backend.formats import show_date, show_mbi
from spot_tui.backend.text import clean_line
from spot_tui.widgets.line import Line, Tone, content, line
from spot_tui.words import say

_TONES = {
    SheetTone.PLAIN: Tone.PLAIN,
    SheetTone.HEADING: Tone.STRONG,
    SheetTone.COLUMNS: Tone.KEY,
    SheetTone.GOOD: Tone.GOOD,
    SheetTone.WARN: Tone.WARN,
    SheetTone.STOP: Tone.BAD,
    SheetTone.MUTED: Tone.QUIET,
}
_MOST_BANNERS = 4
PERSON_WIDTH = 76


def tone_of(tone: SheetTone) -> Tone:
    """Return how the screen draws a tone."""
    return _TONES[tone]


def toned(shown: SheetLine) -> Line:
    """Return a worded line as the screen draws it."""
    return line(shown.text, _TONES[shown.tone])


def person_line(person: Beneficiary | None, inquiry: Inquiry) -> str:
    """Return who the answer is about, as Medicare's record has the name, and the dates of service.

    A name that the line has no room for stands in a line of its own: cut, it might be somebody else's.
    """
    service = show_date(inquiry.service.first)
    if inquiry.service.last != inquiry.service.first:
        service = say("answer.dates", first=service, last=show_date(inquiry.service.last))
    names = (person.first_name, person.last_name, person.suffix) if person else ()
    known = say(
        "answer.person",
        mbi=show_mbi(inquiry.mbi),
        born=show_date(inquiry.birth_date),
        service=service,
    )
    name = " ".join(filter(None, names)) or f"{inquiry.first_name} {inquiry.last_name}"
    told = say("answer.person_named", known=known, name=name)
    return told if len(told) <= PERSON_WIDTH else f"{clean_line(name, PERSON_WIDTH)}\n{known}"


def banner_lines(sheet: Sheet, tab: str) -> Content:
    """Return the banners that stand above a tab, and how many more stand in the summary.

    The summary tells them all itself; above it stands that of a QMB alone, so that no page of it is without.
    """
    qmb = tuple(banner for banner in sheet.banners if banner.tab == "qmb")
    if tab == "summary":
        return Content("\n").join(map(_drawn, qmb))
    shown, more = parted(sheet.banners)
    rows = [_drawn(banner) for banner in shown]
    if more:
        rows.append(content((say("answer.more_banners", count=len(more)), Tone.WARN)))
    return Content("\n").join(rows)


def _drawn(banner: Banner) -> Content:
    return content((f"*** {banner.text}", _TONES[banner.tone]))


def parted(banners: tuple[Banner, ...]) -> tuple[tuple[Banner, ...], tuple[Banner, ...]]:
    """Return the banners for every tab and those for the summary alone; that of a QMB is on every tab."""
    first = banners[:_MOST_BANNERS]
    qmb = tuple(banner for banner in banners if banner.tab == "qmb" and banner not in first)
    shown = (*first[: _MOST_BANNERS - len(qmb)], *qmb)
    return shown, tuple(banner for banner in banners if banner not in shown)


def explained(tab: str, here: SheetLine) -> tuple[str, ...]:
    """Return what a line means: its words, what explains it, its tab in plain words, and the raw segments."""
    return (
        here.text.strip() or say(f"command.tab_{tab}.label"),
        *here.about,
        say(f"answer.about.{tab}"),
        *_raw(here),
    )


def _raw(here: SheetLine) -> Iterator[str]:
    if not here.raw:
        yield say("answer.no_raw")
        return
    yield say("answer.raw") + "\n" + "\n".join(here.raw)
    words = [words for segment in here.raw for words in meanings(segment)]
    if words:
        yield say("answer.raw_words") + "\n" + "\n".join(words)
