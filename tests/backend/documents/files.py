"""Small files with every fault that is known, made when they are asked for."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import cache

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

Change = Callable[[PdfWriter], None]


def pdf(*changes: Change, pages: int = 2) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(612, 792)
    for change in changes:
        change(writer)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def names(**held: object) -> DictionaryObject:
    return DictionaryObject(
        {
            NameObject(f"/{key}"): NameObject(value) if type(value) is str else value
            for key, value in held.items()
        }
    )


def draws_at_length(writer: PdfWriter) -> None:
    """Make it a megabyte long."""
    drawing = DecodedStreamObject()
    drawing.set_data(b"0 0 m 9 9 l S\n" * 75_000)
    writer.pages[0][NameObject("/Contents")] = writer._add_object(drawing)


def opens_with(action: object) -> Change:
    def change(writer: PdfWriter) -> None:
        writer.root_object[NameObject("/OpenAction")] = action

    return change


def opens_at_page(writer: PdfWriter) -> None:
    opens_with(ArrayObject([writer.pages[0].indirect_reference, NameObject("/Fit")]))(writer)


def goes_to_page(writer: PdfWriter) -> None:
    target = ArrayObject([writer.pages[0].indirect_reference, NameObject("/Fit")])
    opens_with(names(S="/GoTo", D=target))(writer)


def acts_on_page(writer: PdfWriter) -> None:
    writer.pages[0][NameObject("/AA")] = names(O=names(S="/Named", N="/Print"))


def hides_script(writer: PdfWriter) -> None:
    """The name of the action stands behind a reference, in an annotation of the last page."""
    kind = writer._add_object(NameObject("/Launch"))
    note = names(Type="/Annot", Subtype="/Link", A=DictionaryObject({NameObject("/S"): kind}))
    writer.pages[-1][NameObject("/Annots")] = ArrayObject([note])


def attaches_to_page(writer: PdfWriter) -> None:
    note = names(Type="/Annot", Subtype="/FileAttachment")
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])


def asks_by_xfa(writer: PdfWriter) -> None:
    form = DecodedStreamObject()
    form.set_data(b"<xdp/>")
    writer.root_object[NameObject("/AcroForm")] = names(XFA=writer._add_object(form))


def script(writer: PdfWriter) -> None:
    action = names(S="/JavaScript", JS=TextStringObject("app.alert(1);"))
    tree = names(Names=ArrayObject([TextStringObject("a"), action]))
    writer.root_object[NameObject("/Names")] = names(JavaScript=tree)


def vast(writer: PdfWriter) -> None:
    writer.root_object[NameObject("/MadeUp")] = ArrayObject([NumberObject(0)] * 100_001)


def attachment(writer: PdfWriter) -> None:
    writer.add_attachment("made-up.exe", b"MZ nothing")


def title(writer: PdfWriter) -> None:
    writer.add_metadata({"/Title": TextStringObject("Encrypt /JS /EF /AA are words here")})


def locked(password: str) -> bytes:
    def change(writer: PdfWriter) -> None:
        writer.encrypt(password, "owner", algorithm="AES-256")

    return pdf(change)


def zeroes_inside() -> bytes:
    whole = pdf(pages=8)
    place = whole.index(b"/Page\n") - 60
    return whole[:place] + bytes(200) + whole[place + 200 :]


def tiff(pages: int = 3, kind: str = "group4") -> bytes:
    held = [Image.new("1", (170, 220), number % 2) for number in range(pages)]
    made = io.BytesIO()
    held[0].save(made, "TIFF", save_all=True, append_images=held[1:], compression=kind)
    return made.getvalue()


def scan() -> bytes:
    """A page without compression, the numbers of which come before its dots."""
    made = io.BytesIO()
    Image.effect_noise((90, 90), 50).save(made, "TIFF")
    return made.getvalue()


def packed() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        file.writestr("notes.txt", "made up")
    return made.getvalue()


@cache
def whole() -> bytes:
    return pdf()


GOOD: dict[str, tuple[Callable[[], bytes], int]] = {
    "a whole PDF": (whole, 2),
    "white space after its end": (lambda: whole() + b"\r\n \n", 2),
    "opens at a page": (lambda: pdf(opens_at_page), 2),
    "goes to a page": (lambda: pdf(goes_to_page), 2),
    "words in its title": (lambda: pdf(title), 2),
    "a TIFF of three pages": (tiff, 3),
    "a TIFF without compression": (scan, 1),
}
"""Files with nothing wrong, and their pages."""

BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (bytes, "paper.empty"),
    "cut to 99 %": (lambda: whole()[: len(whole()) * 99 // 100], "paper.cut"),
    "cut to half": (lambda: whole()[: len(whole()) // 2], "paper.cut"),
    "its last 20 bytes gone": (lambda: whole()[:-20], "paper.cut"),
    "zeroes inside": (zeroes_inside, "paper.damaged"),
    "user password": (lambda: locked("made-up"), "rule.R64"),
    "owner password only": (lambda: locked(""), "rule.R64"),
    "script": (lambda: pdf(script), "paper.script"),
    "script behind a reference": (lambda: pdf(hides_script), "paper.script"),
    "opens a program": (lambda: pdf(opens_with(names(S="/Launch", F="/x"))), "paper.script"),
    "prints when it is opened": (lambda: pdf(opens_with(names(S="/Named", N="/Print"))), "paper.script"),
    "acts on a page": (lambda: pdf(acts_on_page), "paper.script"),
    "form with a program": (lambda: pdf(asks_by_xfa), "paper.script"),
    "file inside": (lambda: pdf(attachment), "paper.attachment"),
    "file on a page": (lambda: pdf(attaches_to_page), "paper.attachment"),
    "HTML renamed": (lambda: b"<html>a page</html>", "rule.R65"),
    "zip renamed": (packed, "rule.R65"),
    "900 bytes of junk first": (lambda: b"junk " * 180 + whole(), "rule.R65"),
    "more than is ever read": (lambda: pdf(vast), "paper.too_hard"),
    "no pages": (lambda: pdf(pages=0), "paper.no_pages"),
    "a TIFF that is cut": (lambda: scan()[:-1000], "paper.cut"),
    "a TIFF of three pages that is cut": (lambda: tiff()[: len(tiff()) // 2], "paper.damaged"),
    "a TIFF of zeroes": (lambda: tiff()[:8] + bytes(100), "paper.damaged"),
}
"""Files with something wrong, and the problem that tells it."""
