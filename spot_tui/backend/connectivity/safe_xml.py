"""Reading XML from strangers: no DOCTYPE in any encoding, bounded depth and size, nothing fetched.

The bytes are decoded here and the parser is given that very text, so what was looked at is what is parsed.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

MOST_DEPTH = 50
MOST_ELEMENTS = 10_000

# Expat: no element found, unclosed token, partial character, unclosed CDATA section.
_CUT = frozenset({3, 5, 6, 20})
_FORBIDDEN = re.compile(r"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>")
_ENCODING = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BARE_UTF16 = ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))
_SINGLE_BYTE = frozenset({"us-ascii", "ascii", "iso-8859-1", "latin-1", "windows-1252", "iso-8859-15"})


class UnsafeXmlError(Exception):
    """The text declares a document type or entities, so it was not parsed."""


class BrokenXmlError(Exception):
    """The text is no XML that is read here; `cut` when it stops before its end."""

    def __init__(self, reason: str, *, cut: bool = False) -> None:
        super().__init__(reason)
        self.cut = cut


def read_xml(body: bytes, charset: str = "") -> Element:
    """Return the root element of `body`, in UTF-8, UTF-16 or a Latin encoding.

    `charset` is what the transport said; the bytes' own mark goes before it. Raises `UnsafeXmlError` or
    `BrokenXmlError`.
    """
    text = _decode(body, charset)
    if _FORBIDDEN.search(text):
        raise UnsafeXmlError
    return _parse(text[match.end() :] if (match := _DECLARATION.match(text)) else text)


def local_name(element: Element) -> str:
    """Return the tag without its namespace."""
    return str(element.tag).rpartition("}")[2]


def children(element: Element, name: str) -> Iterator[Element]:
    """Yield the children whose local name is `name`, in any namespace."""
    return (child for child in element if local_name(child) == name)


def child(element: Element | None, name: str) -> Element | None:
    """Return the first child whose local name is `name`."""
    return next(children(element, name), None) if element is not None else None


def text_of(element: Element | None) -> str:
    """Return all text within the element."""
    return "".join(element.itertext()) if element is not None else ""


def _decode(body: bytes, charset: str) -> str:
    mark, encoding = _encoding(body, charset)
    try:
        return body[len(mark) :].decode(encoding)
    except (UnicodeDecodeError, LookupError):
        raise BrokenXmlError("encoding") from None


def _encoding(body: bytes, charset: str) -> tuple[bytes, str]:
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return mark, encoding
    for start, encoding in _BARE_UTF16:
        if body.startswith(start):
            return b"", encoding
    declared = _ENCODING.match(body[:200].lstrip())
    named = (charset or (declared[1].decode("ascii") if declared else "")).lower()
    return b"", named if named in _SINGLE_BYTE else "utf-8"


class _BoundedBuilder(TreeBuilder):
    """Builds the tree while it is neither too deep nor too wide."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self._count = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        """Open an element."""
        self.depth += 1
        self._count += 1
        if self.depth > MOST_DEPTH or self._count > MOST_ELEMENTS:
            raise BrokenXmlError("too deep or too many elements")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        """Close an element."""
        self.depth -= 1
        return super().end(tag)


def _parse(text: str) -> Element:
    builder = _BoundedBuilder()
    parser = XMLParser(target=builder)  # noqa: S314 - what makes XML dangerous was refused before
    try:
        parser.feed(text)
        return parser.close()
    except ParseError as error:
        raise BrokenXmlError(str(error), cut=builder.depth > 0 and error.code in _CUT) from None
    except ValueError as error:
        raise BrokenXmlError(str(error)) from None
