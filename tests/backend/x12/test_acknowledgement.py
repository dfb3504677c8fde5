from __future__ import annotations

import pytest

from spot_tui.backend.x12.acknowledgement import Acknowledgement, Layer, read_acknowledgements
from spot_tui.backend.x12.reader import read_interchanges
from spot_tui.backend.x12.writer import Exact, NewSet, write_interchange, write_ta1
from tests.backend.x12.interchanges import MADE, envelope

ACCEPTED = (
    ("AK1", "HS", "1", "005010X279A1"),
    ("AK2", "270", "0001"),
    ("IK5", "A"),
    ("AK9", "A", "1", "1", "1"),
)
REFUSED = (
    ("AK1", "HS", "1", "005010X279A1"),
    ("AK2", "270", "0001", "005010X279A1"),
    ("IK3", "NM1", "8", "2100C", "8"),
    ("CTX", "NM109", Exact("SECRETMBI")),
    ("IK4", "9", "67", "7", "1SECRETMBI9"),
    ("IK5", "R", "5", "I5"),
    ("AK9", "R", "1", "1", "0", "5"),
)


def acknowledged(body: tuple[tuple[str, ...], ...], kind: str = "999") -> Acknowledgement:
    text = write_interchange(envelope(), [NewSet(kind, "0001", body)])
    (found,) = read_acknowledgements(read_interchanges(text.encode())[0])
    return found


def ta1(status: str, note: str) -> Acknowledgement:
    text = write_ta1(envelope(), "000000003", MADE, status, note)
    (found,) = read_acknowledgements(read_interchanges(text.encode())[0])
    return found


def test_an_accepted_999_says_what_it_answers() -> None:
    found = acknowledged(ACCEPTED)
    assert found.accepted
    assert (found.kind, found.control_number, found.refusals) == ("999", "1", ())


def test_a_refused_999_names_each_layer_place_and_reason() -> None:
    found = acknowledged(REFUSED)
    assert not found.accepted
    assert [(r.layer, r.code, r.place) for r in found.refusals] == [
        (Layer.SEGMENT, "8", "NM1 (8)"),
        (Layer.ELEMENT, "7", "NM1 (8) 09"),
        (Layer.SET, "5", ""),
        (Layer.SET, "I5", ""),
        (Layer.GROUP, "5", ""),
    ]


@pytest.mark.parametrize("position", ["9|2", "9:2", "9>2"])
def test_a_component_is_told_whatever_separates_it(position: str) -> None:
    body = (("AK1", "HS", "1"), ("AK2", "270", "1"), ("AK3", "NM1", "8"), ("AK4", Exact(position), "", "1"))
    text = write_interchange(envelope(), [NewSet("997", "0001", body)]).replace("AK4*92", f"AK4*{position}")
    (found,) = read_acknowledgements(read_interchanges(text.encode())[0])
    assert (found.refusals[1].element, found.refusals[1].component) == ("9", "2")


def test_copies_of_bad_data_are_in_no_representation() -> None:
    found = acknowledged(REFUSED)
    assert found.refusals[1].copy == "1SECRETMBI9"
    assert "SECRETMBI" not in repr(found)
    assert "SECRETMBI" not in str(found)


def test_a_997_is_told_from_a_999() -> None:
    body = (("AK1", "HS", "1"), ("AK2", "270", "0001"), ("AK5", "R", "5"), ("AK9", "P", "2", "2", "1"))
    found = acknowledged(body, "997")
    assert (found.kind, found.accepted) == ("997", False)
    assert [(s.control_number, s.status) for s in found.sets] == [("0001", "R")]


@pytest.mark.parametrize(
    ("status", "note", "accepted", "refused"),
    [("A", "000", True, []), ("E", "013", True, ["013"]), ("R", "025", False, ["025"])],
)
def test_a_ta1_says_what_became_of_the_interchange(
    status: str, note: str, accepted: bool, refused: list[str]
) -> None:
    found = ta1(status, note)
    assert (found.kind, found.control_number, found.accepted) == ("TA1", "000000003", accepted)
    assert [refusal.code for refusal in found.refusals] == refused
    assert all(refusal.layer == Layer.INTERCHANGE for refusal in found.refusals)


def test_known_codes_have_words_and_unknown_ones_stay_codes() -> None:
    assert ta1("R", "025").refusals[0].words == "the control number was used before"
    assert ta1("R", "977").refusals[0].words == "977"


def test_a_999_without_its_group_segments_is_no_acceptance() -> None:
    assert not acknowledged((("ZZZ", "1"),)).accepted
