from __future__ import annotations

import json
import os
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spot_tui.backend.eligibility.answered import EligibilityAnswer
from spot_tui.backend.eligibility.sheet import Section, Viewing, section_lines
from spot_tui.backend.json_document import as_json, json_schema
from spot_tui.backend.problems import Problem
from spot_tui.backend.result_views import acknowledgement_sections, claim_sections, segment_section
from spot_tui.backend.results import (
    VERSION,
    Document,
    Result,
    eligibility_document,
    read_results,
)
from spot_tui.backend.x12.writer import Body, Composite, NewSet, write_interchange, write_ta1
from tests.backend.eligibility.answers import answer_of, patient_text
from tests.backend.x12.interchanges import MADE, envelope, written

EXAMPLES = 3000 if os.environ.get("SPOT_TUI_SOAK") else 150
ROOT = Path(__file__).parents[2]
SAMPLES = ROOT.parent / "shared" / "samples" / "x12"
BENEFITS = ("EB*1**30*MA", "DTP*291*D8*20130301", "EB*C**30*MB**29*144.5", "EB*A**30*MB**27**.2")
ACKNOWLEDGED = (
    ("AK1", "HS", "1"),
    ("AK2", "270", "1"),
    ("IK3", "NM1", "8"),
    ("IK5", "R", "5"),
    ("AK9", "R", "1", "1", "0"),
)
STATUS = (
    ("HL", "1", "", "22"),
    ("NM1", "IL", "1", "X"),
    ("TRN", "2", "T"),
    ("STC", Composite(("F2", "88"))),
    ("SVC", Composite(("HC", "G0101")), "5"),
)


def results(text: str) -> tuple[Result, ...]:
    return read_results(text.encode(), "a file", "00")


def of_kind(kind: str, body: Body, version: str = "005010X212") -> Result:
    (found,) = results(write_interchange(envelope(version=version), [NewSet(kind, "0001", body)]))
    return found


def lines(sections: list[Section]) -> str:
    return "\n".join(line.text for section in sections for line in section_lines(section))


def test_each_kind_is_read_as_what_it_is() -> None:
    assert results(patient_text(*BENEFITS))[0].eligibility
    assert of_kind("999", ACKNOWLEDGED).acknowledgement
    assert of_kind("277", STATUS).claim_status
    assert of_kind("277", STATUS, "005010X214").kind == "277CA"
    assert results(write_ta1(envelope(), "3", MADE, "R", "025"))[0].acknowledgement
    other = results(written())[0]
    assert (other.kind, len(other.segments)) == ("270", 4)


def test_an_interchange_without_any_set_gives_its_loose_segments() -> None:
    text = written()
    (found,) = results(text[: text.index("ST*")] + "MSG*LOST~" + text[text.index("GE*") :])
    assert (found.kind, found.segments) == ("", ("MSG*LOST",))


def test_the_document_has_iso_dates_and_decimal_strings() -> None:
    document = as_json(Document(VERSION, results(patient_text(*BENEFITS))))
    answer = json.loads(json.dumps(document))["results"][0]["eligibility"][0]
    assert answer["entitlements"][0]["periods"] == [{"first": "2013-03-01", "last": None}]
    assert answer["deductibles"][0]["amount"] == "144.5"
    assert answer["coinsurance"][0]["rate"] == "0.2"


def test_an_upstreams_answer_is_the_same_document_with_its_moment() -> None:
    answer = answer_of(*BENEFITS)
    moment = datetime(2026, 11, 25, 14, 41, tzinfo=UTC)
    viewing = Viewing(moment.date(), moment.date())
    answered = EligibilityAnswer(answer, "HETS", moment, 1)
    document = json.loads(json.dumps(as_json(eligibility_document(answered, viewing))))
    read = json.loads(json.dumps(as_json(Document(VERSION, results(patient_text(*BENEFITS))))))
    (told,), (filed,) = document["results"], read["results"]
    assert told["eligibility"] == filed["eligibility"]
    (judged,) = told["verdicts"]
    assert (judged["outcome"], judged["is_partly"]) == ("part-a-only", False)
    missing = judged["findings"][0]
    assert (missing["topic"], missing["harm"], missing["facts"]) == ("not-entitled", "warn", {"parts": "B"})
    assert missing["words"] == "Not entitled to Part B on 11/25/2026."
    amounts = next(each for each in judged["findings"] if each["code"] == "deductible_unsent")
    assert amounts["facts"] == {"part": "A", "dollars_left": None, "dollars_total": None}
    assert (told["kind"], told["origin"], told["received_at"]) == ("271", "HETS", "2026-11-25T14:41:00Z")


def test_the_schema_names_every_key_that_is_printed() -> None:
    schema = json_schema(Document)
    document = json.loads(json.dumps(as_json(Document(VERSION, results(patient_text(*BENEFITS))))))
    assert document.keys() == schema["properties"].keys()
    assert document["results"][0].keys() == schema["$defs"]["Result"]["properties"].keys()
    printed = document["results"][0]["eligibility"][0]
    assert printed.keys() == schema["$defs"]["Eligibility"]["properties"].keys()


def test_the_documented_objects_are_those_of_the_schema() -> None:
    page = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    page = page.partition("<!-- begin json-form -->")[2].partition("<!-- end json-form -->")[0]
    assert set(re.findall(r"^### (\w+)$", page, re.MULTILINE)) == {
        "Document",
        *json_schema(Document)["$defs"],
    }


def test_a_refused_acknowledgement_says_layer_place_and_reason() -> None:
    told = of_kind("999", ACKNOWLEDGED).acknowledgement
    assert told
    shown = lines(list(acknowledgement_sections(told)))
    assert "refused" in shown
    assert "NM1 (8)" in shown


def test_a_claim_says_its_group_category_and_status_in_words() -> None:
    report = of_kind("277", STATUS).claim_status
    assert report
    shown = " ".join(lines(list(claim_sections(report))).split())
    assert "Denied (F2), patient not eligible on the dates (88)" in shown


@pytest.mark.parametrize(
    ("status", "words"),
    [(("F2", "999"), "status 999 (no text)"), (("F2", "88", "", "RX"), "status 88 (no text)")],
)
def test_an_unknown_status_keeps_its_own_number(status: tuple[str, ...], words: str) -> None:
    report = of_kind("277", (*STATUS[:3], ("STC", Composite(status)))).claim_status
    assert report
    assert words in " ".join(lines(list(claim_sections(report))).split())


def test_other_kinds_are_shown_segment_by_segment() -> None:
    shown = lines([segment_section(results(written())[0].segments)])
    assert "Question" in shown
    assert "EQ*30" in shown


def show_all(found: tuple[Result, ...]) -> None:
    """Read every result as `read` would, in words and as a document."""
    json.dumps(as_json(Document(VERSION, found)))
    for result in found:
        if result.acknowledgement:
            lines(list(acknowledgement_sections(result.acknowledgement)))
        if result.claim_status:
            lines(list(claim_sections(result.claim_status)))
        lines([segment_section(result.segments)])


TEXTS = (
    patient_text(*BENEFITS),
    written(),
    write_ta1(envelope(), "3", MADE, "R", "025"),
    write_interchange(envelope(version="005010X231A1"), [NewSet("999", "0001", ACKNOWLEDGED)]),
    write_interchange(envelope(version="005010X212"), [NewSet("277", "0001", STATUS)]),
)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.sampled_from(TEXTS), st.data())
def test_an_interchange_changed_anywhere_is_shown_or_refused(text: str, data: st.DataObject) -> None:
    changed = bytearray(text.encode())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(changed)))
        cut = data.draw(st.integers(0, 12))
        changed[place : place + cut] = data.draw(st.binary(max_size=12))
    try:
        found = read_results(bytes(changed), "a file", "00")
    except Problem:
        return
    show_all(found)


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not part of the project")
def test_every_sample_is_shown() -> None:
    for file in sorted(SAMPLES.glob("*/*")):
        show_all(read_results(file.read_bytes(), file.name, "00"))
