"""Licensed codes are shown to who accepted their notice, in its present version, and licensed words too."""

from __future__ import annotations

from pathlib import Path

import pytest

from spot_tui.backend.licences.descriptors import code_set_of, read_descriptors
from spot_tui.backend.licences.notices import read_notices
from spot_tui.backend.licences.service import FILE_NAME, LicenceDesk
from spot_tui.backend.licences.settings import DescriptorFile, Licences
from spot_tui.backend.problems import Problem
from tests.backend.store.builders import new_log, records

WREN, IDA = "wren.applegarth", "ida.corriveld"
NOTICE = """[[notice]]
id = "{id}"
owner = "Somebody"
covers = [{covers}]
version = "{version}"
copyright = "(c) Somebody."
text = "In full."
"""


def desk(folder: Path, **given: object) -> LicenceDesk:
    return LicenceDesk(Licences.model_validate(given), folder / "store", audit=new_log(folder / "store"))


def notices_file(folder: Path, *covers: str, version: str = "1") -> Path:
    path = folder / "notices.toml"
    told = (NOTICE.format(id=f"n{n}", covers=one, version=version) for n, one in enumerate(covers))
    path.write_text("\n".join(told))
    return path


async def accept_all(licences: LicenceDesk) -> None:
    for notice in licences.pending(WREN):
        await licences.decide(WREN, notice, accepted=True)


def test_the_short_notices_that_ship_cover_procedure_codes_and_fit_one_line_together(tmp_path: Path) -> None:
    assert [notice.covers for notice in read_notices()] == [("cpt",), ("cdt",)]
    assert len(desk(tmp_path).copyright_line()) <= 77
    assert all("record" in notice.text for notice in read_notices())


async def test_each_person_accepts_for_herself_once_and_that_is_on_record(tmp_path: Path) -> None:
    licences = desk(tmp_path)
    assert [notice.id for notice in licences.pending(WREN)] == ["cpt", "cdt"]
    await accept_all(licences)
    assert licences.pending(WREN) == licences.pending("Wren.Applegarth ") == ()
    assert len(licences.pending(IDA)) == 2
    assert desk(tmp_path).pending(WREN) == ()
    told = [r for r in records(tmp_path / "store") if r["event"] == "licence.notice"]
    assert [(r["outcome"], r["reason"], r["details"]["notice"]) for r in told] == [
        ("success", "accepted", "cpt"),
        ("success", "accepted", "cdt"),
    ]
    assert WREN not in (tmp_path / "store" / FILE_NAME).read_text()


async def test_declining_is_recorded_and_asks_again(tmp_path: Path) -> None:
    licences = desk(tmp_path)
    await licences.decide(WREN, licences.pending(WREN)[0], accepted=False)
    assert len(licences.pending(WREN)) == 2
    last = records(tmp_path / "store")[-1]
    assert (last["outcome"], last["reason"]) == ("cancelled", "declined")


async def test_a_new_version_asks_again(tmp_path: Path) -> None:
    path = notices_file(tmp_path, '"cpt", "cdt"')
    licences = desk(tmp_path, notices=path)
    await accept_all(licences)
    notices_file(tmp_path, '"cpt", "cdt"', version="2")
    assert [notice.version for notice in desk(tmp_path, notices=path).pending(WREN)] == ["2"]


async def test_without_an_audit_record_nothing_is_accepted(tmp_path: Path) -> None:
    licences = desk(tmp_path)
    (tmp_path / "store").mkdir(exist_ok=True)
    (tmp_path / "store" / "audit").write_text("in the way")
    with pytest.raises(Problem):
        await accept_all(licences)
    assert len(licences.pending(WREN)) == 2


async def test_licensed_words_are_for_who_accepted_their_notice(tmp_path: Path) -> None:
    words = tmp_path / "cpt.txt"
    words.write_text("\ufeff# licensed\n99213\tOffice visit\r\n0001F\tMeasure\n\n")
    path = notices_file(tmp_path, '"cpt"', '"cdt"', '"carc"')
    reasons = tmp_path / "carc.txt"
    reasons.write_text("50\tOwner's words\n")
    files = [DescriptorFile(codes="cpt", file=words), DescriptorFile(codes="carc", file=reasons)]
    licences = desk(tmp_path, notices=path, descriptors=files)
    assert licences.words(WREN, "cpt", "99213") == ""
    assert len(licences.pending(WREN)) == 3
    await accept_all(licences)
    assert licences.words(WREN, "cpt", "99213") == "Office visit"
    assert licences.words(WREN, "cpt", "99214") == licences.words(WREN, "cdt", "D0120") == ""
    assert licences.words(WREN, "carc", "50") == "Owner's words"
    assert licences.words(IDA, "carc", "50") == ""


def test_words_without_a_notice_are_not_taken(tmp_path: Path) -> None:
    words = tmp_path / "rarc.txt"
    words.write_text("N1\tx\n")
    licences = desk(tmp_path, descriptors=[DescriptorFile(codes="rarc", file=words)])
    with pytest.raises(Problem) as caught:
        licences.pending(WREN)
    assert caught.value.code == "licences.uncovered"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"notice = 1",
        b"[[notice]]\nid = 'x'",
        b"x" * (1024 * 1024 + 1),
    ],
)
def test_a_file_of_notices_that_is_none_is_a_problem(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notices.toml"
    path.write_bytes(content)
    with pytest.raises(Problem) as caught:
        read_notices(path)
    assert caught.value.code == "licences.file"
    assert caught.value.parameters["reason"]


@pytest.mark.parametrize("content", [b"99213 Office visit", b"99213\t \n", b"\t x", b"\xff\t", b"99-213\tx"])
def test_a_file_of_words_that_is_none_is_a_problem_with_its_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "words.txt"
    path.write_bytes(content)
    with pytest.raises(Problem) as caught:
        read_descriptors(path)
    assert caught.value.code == "licences.file"


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    for read in (read_notices, read_descriptors):
        with pytest.raises(Problem) as caught:
            read(tmp_path / "none")
        assert caught.value.code == "licences.file"


@pytest.mark.parametrize(
    ("code", "belongs"),
    [
        ("99213", "cpt"),
        ("0001F", "cpt"),
        ("0101T", "cpt"),
        ("D0120", "cdt"),
        ("A0428", "hcpcs"),
        ("G0008", "hcpcs"),
    ],
)
def test_a_procedure_code_belongs_to_a_set_by_its_form(code: str, belongs: str) -> None:
    assert code_set_of(code) == belongs
