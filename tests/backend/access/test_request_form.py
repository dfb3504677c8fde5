"""The form of an access request: what it takes, what it refuses, and what it stands for."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spot_tui.backend.access.model import Address, Certification, HeldRole, Organisation, Role, RoleStatus
from spot_tui.backend.access.request_form import (
    make_application,
    request_form,
    show_parts,
    typed_for,
    typed_from,
)
from spot_tui.backend.access.wire import read_held_role, read_request, write_application
from spot_tui.backend.problems import Problem
from spot_tui.backend.upstreams import Provider
from spot_tui.words import knows

TYPED = {
    "role": "end user",
    "business_name": "Practice Family Clinic",
    "street": "100 Practice Way",
    "city": "Jacksonville",
    "state": "fl",
    "zip": "32202",
    "npi": "1234567893",
    "ptan": "pr0001",
    "tin": "00-0000001",
    "line_of_business": "AB",
    "reason": "New at the front desk",
}
ADDRESS = Address("1 Way", "Suite 2", "Tampa", "FL", "33602")
KNOWN = Organisation("ORG-1", "Clinic", ADDRESS, "1234567893", "PR0001", "00001", ("B",))


def problems(**changes: str) -> list[tuple[str, str]]:
    reading = request_form().read(TYPED | changes)
    return [(problem.fields[0], problem.code) for problem in reading.problems]


def test_a_rightly_filled_form_is_an_application() -> None:
    reading = request_form().read(TYPED)
    assert reading.problems == ()
    application = make_application(reading.values)
    assert (application.role, application.organisation) == (Role.END_USER, "")
    assert (application.address.state, application.address.street_2) == ("FL", "")
    assert (application.ptan, application.tin) == ("PR0001", "000000001")
    assert application.line_of_business == ("A", "B")


def test_its_parts_fit_a_small_screen_and_hold_every_field() -> None:
    form = request_form()
    assert [field for part in form.parts for field in part] == list(form.fields)
    assert [part[0].name for part in form.parts] == ["role", "street"]
    assert max(len(part) for part in form.parts) <= 7


def test_a_draft_holds_no_tax_number() -> None:
    assert "tin" not in request_form().keepable(TYPED)
    assert request_form().keepable(TYPED)["npi"] == "1234567893"


def test_every_field_has_its_label_and_help() -> None:
    for field in request_form().fields:
        assert knows(f"field.{field.name}.label")
        assert knows(f"field.{field.name}.help")


def test_an_empty_form_asks_for_everything_but_number_and_suite() -> None:
    reading = request_form().read({})
    missing = {problem.fields[0] for problem in reading.problems if problem.code == "field.missing"}
    assert missing == {field.name for field in request_form().fields} - {"organisation", "street_2"}


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("role", "boss", "access.role_choice"),
        ("line_of_business", "C", "access.part_choice"),
        ("line_of_business", "AA", "access.part_choice"),
        ("state", "Florida", "state.shape"),
        ("state", "F1", "state.shape"),
        ("zip", "3220", "zip.shape"),
        ("zip", "32202-12", "zip.shape"),
        ("npi", "1234567890", "npi.check"),
        ("ptan", "PR-0001", "ptan.shape"),
        ("ptan", "12345678901", "ptan.shape"),
        ("tin", "12345678", "tin.shape"),
        ("tin", "1-23456789", "tin.shape"),
        ("tin", "١٢٣٤٥٦٧٨٩", "tin.shape"),
        ("business_name", "x" * 61, "text.length"),
        ("reason", "x" * 201, "text.length"),
        ("reason", "bell\x07", "text.shape"),
        ("city", "Tam\u202epa", "text.shape"),
    ],
)
def test_a_wrong_value_is_told_beside_its_field(field: str, typed: str, code: str) -> None:
    assert problems(**{field: typed}) == [(field, code)]


@pytest.mark.parametrize("typed", ["End user", "end_user", "END-USER", " end  user "])
def test_a_role_may_be_typed_in_several_ways(typed: str) -> None:
    assert problems(role=typed) == []


@pytest.mark.parametrize("typed", ["AB", "b a", "A,B", "a/b", "A & B"])
def test_both_parts_may_be_typed_in_several_ways(typed: str) -> None:
    reading = request_form().read(TYPED | {"line_of_business": typed})
    assert reading.values["line_of_business"] == ("A", "B")


def test_a_provider_of_the_settings_fills_what_it_knows() -> None:
    provider = Provider(
        organisation="Clinic", npi="1234567893", ptan="PR0001", tin="000000001", parts=("B", "A")
    )
    reading = request_form().read(typed_for(provider))
    assert {problem.fields[0] for problem in reading.problems} == {
        *("role", "street", "city", "state", "zip", "reason")
    }


def test_an_organisation_that_was_found_fills_all_but_role_tax_number_and_reason() -> None:
    reading = request_form().read(typed_from(KNOWN))
    assert [problem.fields[0] for problem in reading.problems] == ["role", "tin", "reason"]


def test_what_is_sent_is_what_was_typed() -> None:
    body = write_application(make_application(request_form().read(TYPED).values))
    assert body["organisation"] is None
    assert body["line_of_business"] == ["A", "B"]
    assert show_parts(("B", "A")) == "AB"


ROLE: dict[str, Any] = {
    "id": "ROLE-1",
    "status": "active",
    "role": "end_user",
    "user_id": "wren.applegarth",
    "person": "Wren Applegarth",
    "organisation": "ORG-1",
    "business_name": "Clinic",
    "began_on": "2026-01-05",
    "certified_on": None,
    "certify_by": "2027-01-05",
    "ended_on": None,
    "end_reason": None,
    "revision": '"1"',
}


def test_what_the_gateway_adds_is_ignored_and_what_it_says_is_cleaned() -> None:
    role = read_held_role(ROLE | {"person": "Wren\x1b[2J", "more": {}}, "Gateway")
    assert "\x1b" not in role.person


@pytest.mark.parametrize(
    "change",
    [
        {"id": "../../x"},
        {"id": "a/b"},
        {"status": "lost"},
        {"certify_by": "soon"},
        {"revision": "1"},
        {"revision": '"1"\r\nX: y'},
        {"person": None},
        {"person": "x" * 501},
    ],
)
def test_what_cannot_be_meant_is_unreadable(change: dict[str, object]) -> None:
    with pytest.raises(Problem) as caught:
        read_held_role(ROLE | change, "Gateway")
    assert caught.value.code == "upstream.unreadable"


@given(st.dictionaries(st.sampled_from([*ROLE, "number", "asked_at"]), st.none() | st.text() | st.integers()))
def test_no_answer_brings_anything_but_a_problem(change: dict[str, object]) -> None:
    for read in (read_held_role, read_request):
        try:
            read(ROLE | change, "Gateway")
        except Problem as problem:
            assert problem.code == "upstream.unreadable"


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2026, 11, 5), Certification.DONE),
        (date(2026, 11, 6), Certification.DUE),
        (date(2027, 1, 5), Certification.DUE),
        (date(2027, 1, 6), Certification.OVERDUE),
    ],
)
def test_a_certification_is_due_sixty_days_before_its_date(today: date, state: Certification) -> None:
    assert read_held_role(ROLE, "Gateway").certification(today) is state


def test_a_role_that_ended_needs_no_certification() -> None:
    over: HeldRole = read_held_role(ROLE | {"status": "ended", "certify_by": None}, "Gateway")
    assert over.status is RoleStatus.ENDED
    assert over.certification(date(2030, 1, 1)) is Certification.DONE
