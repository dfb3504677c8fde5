"""Page breaking: no line lost, none cut, no heading alone, and the owners' line where their codes are."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from spot_tui.backend.eligibility.sheet import Row, Section, Tab, Tone
from spot_tui.backend.prints.pages import ROWS, Setting, as_text, broken, make_pages
from spot_tui.backend.prints.printout import Leaf, PrintLine, Printout, print_lines

ZONE = ZoneInfo("America/New_York")
MOMENT = datetime(2026, 11, 24, 14, 41, tzinfo=UTC)
OWNERS = "Codes (c) somebody"

texts = st.text(st.characters(codec="cp1252", categories=("L", "N", "P")), min_size=1, max_size=120)
lines = st.lists(
    st.builds(PrintLine, st.sampled_from(["", "a", "b"]), st.sampled_from(list(Tone))), max_size=200
)
rows = st.lists(texts.map(lambda text: Row((text,))), max_size=40).map(tuple)
leaves = st.builds(
    lambda label, held, owners: Leaf(Tab("t", label, (Section("A section", held),)), owners),
    texts,
    rows,
    st.sampled_from(["", OWNERS, "Other codes (c) " + "somebody else " * 8]),
)
printouts = st.lists(leaves, max_size=6).map(lambda held: printout(*held))


def printout(*held: Leaf, **changes: object) -> Printout:
    given_: dict[str, object] = {
        "kind": "answer",
        "title": "An answer",
        "facts": ("Patient: ALMA QUILLFEATHER", "Source: HETS"),
        "leaves": held,
        "received_at": MOMENT,
        "document": dict,
    }
    return Printout(**(given_ | changes))  # type: ignore[arg-type]


@given(lines, st.integers(1, 60))
def test_no_line_is_lost_and_no_page_too_long(made: list[PrintLine], most: int) -> None:
    pages = broken(made, most)
    told = [line for page in pages for line in page if line.text]
    assert told == [line for line in made if line.text]
    assert all(len(page) <= most for page in pages)
    assert pages


def test_a_heading_goes_over_with_what_it_heads() -> None:
    made = [
        PrintLine("a"),
        PrintLine("Title", Tone.HEADING),
        PrintLine("Columns", Tone.COLUMNS),
        PrintLine("b"),
    ]
    assert [len(page) for page in broken(made, 3)] == [1, 3]


def test_headings_without_end_are_broken_all_the_same() -> None:
    made = [PrintLine(str(number), Tone.HEADING) for number in range(30)]
    assert sum(map(len, broken(made, 7))) == 30


@given(printouts, st.sampled_from(["letter", "a4"]))
def test_every_page_fits_its_paper_and_says_whose_it_is(made: Printout, paper: str) -> None:
    setting = Setting(MOMENT, ZONE, "PRACTICE", paper)  # type: ignore[arg-type]
    pages = make_pages(made, setting)
    for number, page in enumerate(pages, start=1):
        whole = [*page.head, *page.body, *page.foot]
        assert len(whole) <= ROWS[setting.paper]
        assert all(len(line.text) <= setting.width for line in whole)
        assert page.head[0].text.startswith("PRACTICE")
        assert page.head[0].text.endswith(f"Page {number} of {len(pages)}")
        assert "ALMA QUILLFEATHER" in page.head[1].text
        foot = " ".join(line.text for line in page.foot)
        assert all(line.owners.strip() in foot for line in page.body if line.owners)
        assert bool(foot) == any(line.owners for line in page.body)
    shown = [line.text for page in pages for line in page.body if line.text]
    assert shown == [line.text for line in print_lines(made) if line.text]
    assert as_text(pages).count("\f") == len(pages) - 1


def test_times_stand_in_the_zone_of_the_profile() -> None:
    (page,) = make_pages(printout(), Setting(MOMENT, ZONE))
    assert "Answered 11/24/2026 09:41 EST.  Printed 11/24/2026 09:41 EST." in as_text([page])
