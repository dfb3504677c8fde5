"""The help book: every page is whole, and every question is found by its obvious words."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spot_tui.backend.help import book
from spot_tui.backend.help.book import FRONT_PAGE, PARTS, HelpPage, help_book, help_sentences
from spot_tui.backend.problems import Problem
from spot_tui.sandbox.people import people_by_mbi
from spot_tui.words import use_language

BOOK = help_book()
PAGES = {page.id: page for page in BOOK.pages}
NOTES = Path(__file__).parents[4] / "shared" / "domain"
RUN = 9
"""So many words in a row that are the same are a copy."""

QUESTIONS = [
    ("how do i register", "register"),
    ("registration", "register"),
    ("create a new account", "register"),
    ("i have an account, how do i add a role", "add-role"),
    ("request access end user", "add-role"),
    ("why can't I log in, request pending", "not-yet"),
    ("not assigned to the application", "not-yet"),
    ("request denied", "not-yet"),
    ("error when logging in", "sign-in-error"),
    ("account locked", "sign-in-error"),
    ("inactivity", "inactivity"),
    ("inactive 30 days", "inactivity"),
    ("share an account", "sharing"),
    ("employee leaves", "sharing"),
    ("register a device", "register-device"),
    ("MFA authenticator", "register-device"),
    ("passcode every time", "passcode-each-time"),
    ("code at each login", "passcode-each-time"),
    ("second device", "several-devices"),
    ("several devices", "several-devices"),
    ("device of another application", "other-application"),
    ("wrong device", "wrong-device"),
    ("colleague's phone", "wrong-device"),
    ("slow e-mail", "slow-email"),
    ("email code not received", "slow-email"),
    ("identity proofing", "proofing"),
    ("what does experian ask", "proofing"),
    ("how long is my data stored", "proofing-kept"),
    ("who keeps my data", "proofing-kept"),
    ("credit score", "proofing-credit"),
    ("privacy act", "privacy-act"),
    ("QMB deductible", "qmb"),
    ("medigap", "other-insurance"),
    ("other insurance", "other-insurance"),
    ("reopening limits", "reopening-limits"),
    ("which modifiers can be corrected", "reopening-limits"),
    ("documents", "documents"),
    ("file size", "documents"),
]


@pytest.mark.parametrize(("asked", "page"), QUESTIONS, ids=[asked for asked, _ in QUESTIONS])
def test_a_question_is_found_first_by_its_obvious_words(asked: str, page: str) -> None:
    assert BOOK.search(asked)[0].page.id == page


@pytest.mark.parametrize(
    ("asked", "page"),
    [
        ("¿Cómo me registro?", "register"),
        ("olvidé mi contraseña", "forgotten"),
        ("cuenta bloqueada", "sign-in-error"),
        ("certificacion anual", "certification"),
        ("¿hasta cuándo se puede corregir?", "reopening-limits"),
        ("apelación", "make-an-appeal"),
        ("fecha límite para apelar", "deadlines"),
        ("adjuntar documentos", "documents"),
        ("elegibilidad de muchos pacientes", "batch"),
        ("perdí mi teléfono", "several-devices"),
        ("buzón", "read-mail"),
        ("sin conexión", "line"),
        ("número de Medicare", "find-mbi"),
        ("compartir la cuenta", "sharing"),
    ],
)
def test_a_question_in_spanish_is_found_first_by_its_obvious_words(asked: str, page: str) -> None:
    use_language("es")
    assert BOOK.search(asked)[0].page.id == page


def test_every_page_is_found_first_by_its_spanish_title() -> None:
    use_language("es")
    assert [page.id for page in BOOK.pages if BOOK.search(page.title)[0].page != page] == []


@pytest.mark.parametrize("page", BOOK.pages, ids=list(PAGES))
def test_a_page_has_its_date_part_location_and_source(page: HelpPage) -> None:
    assert date(2020, 1, 1) < page.date < date(2030, 1, 1)
    assert page.part in PARTS
    assert set(page.location) <= {"FL", "PR", "VI"}
    assert page.location
    assert page.source
    assert page.paragraphs


def test_ids_are_different_and_a_screen_has_one_page() -> None:
    assert len(PAGES) == len(BOOK.pages)
    screens = [screen for page in BOOK.pages for screen in page.screens]
    assert len(set(screens)) == len(screens)


def test_a_screen_without_a_page_leads_to_the_front_page() -> None:
    assert BOOK.page_for("no such screen").id == FRONT_PAGE


def test_a_page_that_is_not_there_is_a_problem() -> None:
    with pytest.raises(Problem) as caught:
        BOOK.page("nothing")
    assert caught.value.code == "help.page"


@pytest.mark.parametrize("text", ["", "   ", "the of and", "zzzzqqq", "\x1b[2J", "!!"])
def test_nothing_is_found_by_words_that_stand_nowhere(text: str) -> None:
    assert BOOK.search(text) == ()


def test_the_beginning_of_a_word_is_enough() -> None:
    assert BOOK.search("certif")[0].page.id == "certification"


def test_capitals_accents_and_endings_make_no_difference() -> None:
    found = [hit.page.id for hit in BOOK.search("DEVICES")]
    assert [hit.page.id for hit in BOOK.search("dévice")] == found


def test_the_line_shown_is_the_one_with_the_words() -> None:
    assert "MA130" in BOOK.search("MA130")[0].line


@given(st.text(max_size=80))
def test_any_text_can_be_searched(text: str) -> None:
    hits = BOOK.search(text)
    assert len({hit.page.id for hit in hits}) == len(hits)


def test_pages_speak_the_language_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    page = PAGES["qmb"]
    monkeypatch.setattr(book, "translate", lambda topic, sentence: f"Contraseña {topic} {sentence}")
    assert page.title.startswith("Contraseña help_pages ")
    assert all(paragraph.startswith("Contraseña ") for paragraph in page.paragraphs)
    assert BOOK.search("contrasena")


def test_translators_get_every_sentence() -> None:
    given = [sentence for _, sentence in help_sentences()]
    assert {page.english_title for page in BOOK.pages} <= set(given)
    assert all(set(page.english_text) <= set(given) for page in BOOK.pages)


def test_telephone_numbers_are_the_profiles_and_stand_on_no_page() -> None:
    for page in BOOK.pages:
        assert not re.search(r"\d{3}-\d{3}-\d{4}", " ".join(page.paragraphs))


def runs(text: str) -> set[tuple[str, ...]]:
    found = re.findall(r"[a-z0-9']+", text.lower())
    return {tuple(found[place : place + RUN]) for place in range(len(found) - RUN + 1)}


@pytest.mark.skipif(not NOTES.is_dir(), reason="the notes on the sources are not here")
def test_no_sentence_is_copied_from_the_notes_on_the_sources() -> None:
    notes = set().union(*(runs(file.read_text(encoding="utf-8")) for file in NOTES.glob("*.md")))
    for page in BOOK.pages:
        assert not runs(" ".join(page.paragraphs)) & notes


def test_the_made_up_people_that_a_page_names_are_those_of_the_practice_portal() -> None:
    text = " ".join(PAGES["help"].english_text)
    told = re.findall(r"(\w+) (\w+), (?:Medicare number )?(1AA\w{8}), born (\S+),", text)
    known = [people_by_mbi()[mbi] for *_, mbi, _ in told]
    assert told == [(who.first, who.last, who.mbi, f"{who.born:%m/%d/%Y}") for who in known]
    assert len(told) == 3
