"""Looks into one PDF or TIFF: a program by itself, since such a file may be made to break who reads it.

``python -I -B -m spot_tui.backend.documents.inside SECONDS MEGABYTES`` reads the file on its standard input,
confines itself first, and prints one line of JSON: ``{"pages": 3, "faults": []}``. It knows no key, no
session and no settings, and whoever started it believes nothing of it but that form.

A file that opens at a page of its own (a destination) is nothing special: most word processors write that.
Sources: ISO 32000-1, 7.11 (embedded files), 12.6 (actions); TIFF 6.0, section 3 (strips) and 15 (tiles).
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from pypdf import PdfReader
    from pypdf.generic import DictionaryObject

MEGABYTE = 1024 * 1024
_TELLING_KEYS = ("/S", "/Type", "/Subtype", "/OpenAction")
_SCRIPT_KEYS = frozenset({"/JS", "/AA", "/XFA"})
_ACTIONS = frozenset(
    {
        "/JavaScript",
        "/Launch",
        "/SubmitForm",
        "/ImportData",
        "/Rendition",
        "/RichMediaExecute",
        "/GoToE",
    }
)
_FILES_WITHIN = frozenset({"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/EmbeddedFile"})
_HARMLESS_OPENING = frozenset({"/GoTo"})
_STRIPS, _TILES = (273, 279), (324, 325)


def confine(seconds: int, megabytes: int) -> None:
    """Limit this process: time on the CPU, memory, few descriptors; no file to write, no core dump, no child.

    An account with the rights of root may have children all the same.
    """
    for what, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, megabytes * MEGABYTE),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 32),
        (resource.RLIMIT_NPROC, 0),
    ):
        resource.setrlimit(what, (most, most))


def look_into(file: BinaryIO) -> tuple[int, list[str]]:
    """Return the number of pages and the faults of a file. Raises whatever a reader of such files does."""
    return _look_into_pdf(file) if file.read(5) == b"%PDF-" else _look_into_tiff(file)


def _look_into_pdf(file: BinaryIO) -> tuple[int, list[str]]:
    from pypdf import PdfReader
    from pypdf.errors import LimitReachedError

    try:
        reader = PdfReader(file, strict=True)
        if reader.is_encrypted:
            return 0, ["locked"]
        pages = len(reader.pages)
        if not pages:
            return 0, ["no_pages"]
        return pages, sorted({fault for found in _reachable(reader) for fault in _faults(found)})
    except LimitReachedError:  # pypdf's own, such as 75 MB for one stream
        return 0, ["too_hard"]


def _reachable(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Yield every dictionary that the trailer leads to; streams are not unpacked, nor kept."""
    from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

    seen: set[tuple[int, int]] = set()
    ahead: list[object] = [reader.trailer]
    while ahead:
        found = ahead.pop()
        if isinstance(found, IndirectObject):
            number = (found.generation, found.idnum)
            if number in seen:
                continue
            seen.add(number)
            found = found.get_object()
            if isinstance(found, StreamObject):
                reader.resolved_objects.pop(number, None)
        if isinstance(found, DictionaryObject):
            yield found
            ahead.extend(found.raw_get(key) for key in found)
        elif isinstance(found, ArrayObject):
            ahead.extend(found)


def _faults(found: DictionaryObject) -> Iterator[str]:
    # Indexing follows references, which `get` does not: a name may stand behind one to hide.
    named: dict[str, object] = {key: found[key] for key in _TELLING_KEYS if key in found}
    if _SCRIPT_KEYS & found.keys() or str(named.get("/S")) in _ACTIONS:
        yield "script"
    opening = named.get("/OpenAction")
    if isinstance(opening, dict) and str(opening["/S"]) not in _HARMLESS_OPENING:
        yield "script"
    if "/EF" in found or {str(named.get("/Type")), str(named.get("/Subtype"))} & _FILES_WITHIN:
        yield "attachment"


def _look_into_tiff(file: BinaryIO) -> tuple[int, list[str]]:
    from PIL import Image, TiffImagePlugin

    size = os.fstat(file.fileno()).st_size
    file.seek(0)
    image = Image.open(file, formats=("TIFF",))
    if not isinstance(image, TiffImagePlugin.TiffImageFile):
        raise TypeError(type(image))
    pages = image.n_frames
    for page in range(pages):
        image.seek(page)
        tags = image.tag_v2
        places, lengths = _TILES if _TILES[0] in tags else _STRIPS
        if any(place + length > size for place, length in zip(tags[places], tags[lengths], strict=True)):
            return pages, ["cut"]
    return pages, []


def main() -> None:
    """Confine this process, look, and say what was seen. Whatever breaks is a fault of the file."""
    seconds, megabytes = (int(given) for given in sys.argv[1:3])
    confine(seconds, megabytes)
    with os.fdopen(0, "rb", closefd=False) as file:
        file.seek(0)
        try:
            pages, faults = look_into(file)
        except MemoryError:
            pages, faults = 0, ["too_hard"]
        except Exception:  # noqa: BLE001 - readers of hostile files raise anything
            pages, faults = 0, ["damaged"]
    sys.stdout.write(json.dumps({"pages": pages, "faults": faults}) + "\n")


if __name__ == "__main__":
    main()
