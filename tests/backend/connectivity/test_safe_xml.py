from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spot_tui.backend.connectivity.safe_xml import (
    MOST_DEPTH,
    MOST_ELEMENTS,
    BrokenXmlError,
    UnsafeXmlError,
    read_xml,
    text_of,
)

DOCTYPE = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "boom">]><a>&x;</a>'
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_doctype_is_refused_in_every_encoding(encoding: str) -> None:
    with pytest.raises(UnsafeXmlError):
        read_xml(DOCTYPE.encode(encoding))


@pytest.mark.parametrize("text", ["<!doctype a><a/>", "<a><!DOCTYPE b></a>", '<a/><!ENTITY x "y">'])
def test_a_declaration_is_refused_wherever_it_stands(text: str) -> None:
    with pytest.raises(UnsafeXmlError):
        read_xml(text.encode())


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_text_is_read_in_every_encoding(encoding: str) -> None:
    assert text_of(read_xml("<a>Zoë – ok</a>".encode(encoding))) == "Zoë – ok"


def test_the_declared_latin_encoding_is_believed() -> None:
    body = '<?xml version="1.0" encoding="ISO-8859-1"?><a>Zoë</a>'.encode("latin-1")
    assert text_of(read_xml(body)) == "Zoë"


def test_an_encoding_that_could_hide_a_doctype_is_not_believed() -> None:
    hidden = b'<?xml version="1.0" encoding="utf-7"?><a>+ADwAIQ-DOCTYPE b+AD4-</a>'
    assert text_of(read_xml(hidden)) == "+ADwAIQ-DOCTYPE b+AD4-"


def test_an_entity_that_nobody_declared_is_refused() -> None:
    with pytest.raises(BrokenXmlError):
        read_xml(b"<a>&secret;</a>")


@pytest.mark.parametrize("text", ["<a><b>", "<a><b>text", "<a><b></b", "<a><![CDATA[ISA*00"])
def test_a_text_that_stops_within_is_called_cut(text: str) -> None:
    with pytest.raises(BrokenXmlError) as broken:
        read_xml(text.encode())
    assert broken.value.cut


@pytest.mark.parametrize(
    "body", [b"", b"\x00", b"plain", b"<a></b>", b"<a>\x01</a>", b"<a/><b/>", b"\xff<a/>"]
)
def test_what_is_no_xml_is_not_called_cut(body: bytes) -> None:
    with pytest.raises(BrokenXmlError) as broken:
        read_xml(body)
    assert not broken.value.cut


def test_depth_and_number_of_elements_are_bounded() -> None:
    with pytest.raises(BrokenXmlError):
        read_xml(b"<a>" * (MOST_DEPTH + 1) + b"</a>" * (MOST_DEPTH + 1))
    with pytest.raises(BrokenXmlError):
        read_xml(b"<a>" + b"<b/>" * MOST_ELEMENTS + b"</a>")
    assert read_xml(b"<a>" * MOST_DEPTH + b"</a>" * MOST_DEPTH) is not None


@given(
    st.binary(max_size=300) | st.text(alphabet="<>/ab!?&;\"'=- DOCTYPE[]\x00é", max_size=80).map(str.encode)
)
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    with contextlib.suppress(UnsafeXmlError, BrokenXmlError):
        read_xml(body)
