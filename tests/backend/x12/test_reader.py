from __future__ import annotations

import pytest

from spot_tui.backend.problems import EXIT_UNREADABLE, Problem
from spot_tui.backend.x12.header import Delimiters
from spot_tui.backend.x12.reader import MOST_ODDITIES, Interchange, components, read_interchanges, repeats
from tests.backend.x12.interchanges import written


def only(text: str | bytes) -> Interchange:
    (found,) = read_interchanges(text if isinstance(text, bytes) else text.encode())
    return found


def codes(interchange: Interchange) -> list[str]:
    return [oddity.code for oddity in interchange.oddities]


def texts(interchange: Interchange) -> list[str]:
    return [text for transaction in interchange.sets for text in transaction.texts]


WHOLE = ["ST*270*0001*005010X279A1", "BHT*0022*13", "EQ*30", "SE*4*0001"]


def test_a_right_interchange_is_read_without_oddities() -> None:
    found = only(written())
    assert codes(found) == []
    assert texts(found) == WHOLE
    assert (found.sender, found.receiver, found.control_number) == ("SUBMITTER", "CMS", "000000007")


@pytest.mark.parametrize(
    "delimiters",
    [
        Delimiters(),
        Delimiters(component=":"),
        Delimiters("|", "!", ">", "\n"),
        Delimiters("*", "^", ":", "\x1d"),
        Delimiters("\x1d", "\x1f", "\x1c", "\x1e"),
        Delimiters("+", "%", "<", "'"),
    ],
)
def test_all_delimiters_are_taken_from_the_isa(delimiters: Delimiters) -> None:
    found = only(written(delimiters=delimiters))
    assert found.delimiters == delimiters
    assert [segment[0] for segment in next(found.sets).segments] == ["ST", "BHT", "EQ", "SE"]
    assert codes(found) == []


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\n    ", "\r", "  \n\n"])
def test_line_ends_and_indentation_between_segments_change_nothing(line_end: str) -> None:
    found = only(written(line_end=line_end))
    assert texts(found) == WHOLE
    assert codes(found) == []


def test_lines_wrapped_within_segments_are_joined() -> None:
    text = written()
    wrapped = "\n".join(text[place : place + 80] for place in range(0, len(text), 80))
    assert texts(only(wrapped.replace("\n", "", 1))) == WHOLE


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b"", b"\n\n  "])
def test_byte_order_mark_and_blanks_before_the_isa_are_no_oddity(mark: bytes) -> None:
    assert codes(only(mark + written().encode())) == []


def test_an_unpadded_isa_is_split_by_its_separator_and_reported() -> None:
    text = written().replace("SUBMITTER      ", "SUBMITTER").replace("CMS            ", "CMS")
    found = only(text)
    assert codes(found) == ["header_unpadded"]
    assert found.delimiters == Delimiters()
    assert texts(found) == WHOLE


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_an_isa_without_component_separator_is_read_and_reported(end: str) -> None:
    text = written(line_end=end).replace("*P*|~", "*P*~", 1)
    found = only(text)
    assert "component_missing" in codes(found)
    assert found.delimiters.terminator == "~"
    assert texts(found) == WHOLE


def test_carriage_return_and_line_feed_as_terminator_are_one() -> None:
    found = only(written().replace("~", "\r\n"))
    assert texts(found) == WHOLE
    assert codes(found) == []


def test_the_old_frame_around_an_interchange_is_stripped() -> None:
    text = written()
    assert codes(only(f"\x01{len(text):010}\x02{text}\x03")) == []


def test_text_around_an_interchange_is_reported_with_its_place() -> None:
    text = written()
    found = only(f"junk {text} more")
    assert [(o.code, o.offset) for o in found.oddities] == [("text_before", 0), ("text_after", len(text) + 5)]


@pytest.mark.parametrize(
    ("right", "wrong", "code", "segment"),
    [
        ("SE*4*0001", "SE*9*0001", "set_count", 6),
        ("SE*4*0001", "SE**0001", "set_count", 6),
        ("SE*4*0001", "SE*4*0002", "set_control", 6),
        ("GE*1*1", "GE*2*1", "group_count", 7),
        ("GE*1*1", "GE*1*9", "group_control", 7),
        ("IEA*1*000000007", "IEA*2*000000007", "interchange_count", 8),
        ("IEA*1*000000007", "IEA*1*000000008", "interchange_control", 8),
        ("SE*4*0001~", "", "set_cut", 6),
        ("GE*1*1~", "", "group_cut", 7),
        ("IEA*1*000000007~", "", "interchange_cut", 7),
    ],
)
def test_wrong_counts_and_missing_trailers_are_reported_and_nothing_is_lost(
    right: str, wrong: str, code: str, segment: int
) -> None:
    text = written()
    found = only(text.replace(right, wrong))
    assert [(oddity.code, oddity.segment) for oddity in found.oddities] == [(code, segment)]
    assert {"BHT*0022*13", "EQ*30"} <= set(texts(found))


def test_an_oddity_gives_the_byte_of_its_segment() -> None:
    text = written((("NM1", "É"), ("EQ", "30"))).replace("SE*4", "SE*5")
    (oddity,) = only(text).oddities
    assert text.encode()[oddity.offset :].startswith(b"SE*5")


def test_segments_outside_a_set_are_kept_and_reported() -> None:
    found = only(written().replace("GE*1*1~", "GE*1*1~MSG*LOST~"))
    assert found.loose == ["MSG*LOST"]
    assert codes(found) == ["segment_outside"]


def test_a_set_without_a_group_is_read_and_reported() -> None:
    text = written()
    start, end = text.index("GS*"), text.index("ST*")
    found = only(text[:start] + text[end:])
    assert texts(found) == WHOLE
    assert "group_missing" in codes(found)


def test_several_interchanges_may_have_different_delimiters() -> None:
    other = written(delimiters=Delimiters("|", "!", ">", "'"), control=8)
    first, second = read_interchanges((written() + "\n" + other).encode())
    assert (first.delimiters.element, second.delimiters.element) == ("*", "|")
    assert [codes(first), codes(second)] == [[], []]
    assert second.control_number == "000000008"


def test_an_interchange_without_its_end_does_not_swallow_the_next_one() -> None:
    text = written()
    cut = text[: text.index("GE*")]
    first, second = read_interchanges((cut + written(control=8)).encode())
    assert "interchange_cut" in codes(first)
    assert codes(second) == []


def test_several_sets_in_one_group_are_told_apart() -> None:
    text = written()
    body = text[text.index("ST*") : text.index("GE*")]
    found = only(text.replace("GE*1*1", body.replace("0001", "0002") + "GE*2*1"))
    assert [transaction.control_number for transaction in found.sets] == ["0001", "0002"]
    assert codes(found) == []


def test_the_version_of_a_4010_set_is_that_of_its_group() -> None:
    found = only(written(version="004010X092A1"))
    assert next(found.sets).version == "004010X092A1"
    assert found.delimiters.repetition == ""


def test_repetition_and_components_follow_the_delimiters() -> None:
    delimiters = Delimiters()
    assert repeats("30^42^^45", delimiters) == ("30", "42", "45")
    assert repeats("30^42", Delimiters(repetition="")) == ("30^42",)
    assert repeats("", delimiters) == ()
    assert components("HC|G0101", delimiters) == ("HC", "G0101")
    assert components("", delimiters) == ()


def test_what_could_steer_a_terminal_is_shown_as_a_replacement() -> None:
    found = only(written((("MSG", "x"),)).replace("MSG*X", "MSG*\x1b]0;title\x07 \u202eevil"))
    (message,) = [text for text in texts(found) if text.startswith("MSG")]
    assert message == "MSG*\ufffd]0;title\ufffd \ufffdevil"


def test_latin_1_text_is_read() -> None:
    found = only(written().replace("EQ*30", "MSG*Peña").encode("latin-1"))
    assert "MSG*Peña" in texts(found)


def test_oddities_are_capped() -> None:
    text = written()
    found = only(text.replace("GE*1*1~", "GE*1*1~" + "SE*1*1~" * 500))
    assert len(found.oddities) == MOST_ODDITIES


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file.empty"),
        (b"\xef\xbb\xbf \r\n\0", "file.empty"),
        (b"<html>502 Bad Gateway</html>", "file.unreadable"),
        (b"VISA*1", "file.unreadable"),
        (b"ISA is a word", "file.unreadable"),
        (b"ISA*00*", "file.header"),
        (b"ISA" + b"*" * 16, "file.header"),
        (b"ISA*00*          *00*          *ZZ*A*ZZ*B*260102*0304*^*00501*000000007*0*P*|", "file.header"),
        (b"\0" * 100, "file.empty"),
    ],
)
def test_what_is_no_interchange_is_a_problem_with_exit_code_8(data: bytes, code: str) -> None:
    with pytest.raises(Problem) as raised:
        read_interchanges(data)
    assert raised.value.code == code
    assert raised.value.exit_code == EXIT_UNREADABLE


def test_a_file_over_the_cap_is_refused() -> None:
    with pytest.raises(Problem) as raised:
        read_interchanges(b"x" * 2049, most_bytes=2048)
    assert raised.value.code == "file.too_big"


def test_a_broken_header_after_a_right_interchange_loses_nothing() -> None:
    found = only(written() + "ISA*00*")
    assert texts(found) == WHOLE
    assert codes(found) == ["text_after"]


def test_an_endless_element_is_cut() -> None:
    found = only(written((("MSG", "X" * 60_000),)))
    assert all(len(text) < 21_000 for text in texts(found))


def test_segments_are_cut_when_they_are_looked_at() -> None:
    (found,) = read_interchanges(written().encode())
    segments = next(found.sets).segments
    assert len(segments) == 4
    assert segments[-1][0] == "SE"
    assert [segment[0] for segment in segments[1:3]] == ["BHT", "EQ"]
    assert [list(segment) for segment in segments] == [list(segments[place]) for place in range(4)]


def test_an_envelope_with_blanks_around_its_segments_is_found() -> None:
    text = written().replace("~", "~  \t")
    (found,) = read_interchanges(text.encode())
    assert found.complete
    assert [transaction.complete for transaction in found.sets] == [True]
    assert found.oddities == []
