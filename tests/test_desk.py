"""What a profile's settings make of its services."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest

from spot_tui.backend.eligibility.answer_rules import AnswerRules
from spot_tui.backend.forms import Field, Form
from spot_tui.backend.problems import Problem
from spot_tui.backend.session import Person, Tokens
from spot_tui.backend.session_rules import SessionRules
from spot_tui.desk import Desk, open_desk
from spot_tui.settings import Drafts as DraftSettings
from spot_tui.settings import Kiosk, Service, load, practice_profile
from tests.backend.eligibility.answers import patient_text
from tests.backend.eligibility.test_service import INQUIRY
from tests.backend.store.builders import SetClock
from tests.wire.core_desk import CLINIC

FORM = Form("inquiry", (Field("mbi", str, 11),))


def desk(store: Path, keep_days: int = 7) -> Desk:
    drafts = DraftSettings(keep_days=keep_days)
    return open_desk(
        "practice", practice_profile().model_copy(update={"store": store, "drafts": drafts}), SetClock()
    )


async def test_drafts_of_one_desk_are_there_at_the_next(tmp_path: Path) -> None:
    one = desk(tmp_path)
    draft = await one.drafts.save(one.drafts.begin(FORM, "00u-clerk-1", "1234567893"), FORM, {"mbi": "1AA"})
    await one.close()
    other = desk(tmp_path)
    assert (await other.drafts.get("00u-clerk-1", draft.id)).values == {"mbi": "1AA"}
    await other.close()


async def test_drafts_are_kept_for_the_days_that_are_set(tmp_path: Path) -> None:
    one = desk(tmp_path, keep_days=30)
    draft = one.drafts.begin(FORM, "00u-clerk-1", "1234567893")
    assert (draft.expires_at - draft.saved_at).days == 30


@pytest.mark.parametrize("gone", [{}, {"gateway": None}, {"eligibility": None}, {"claims": None}])
def test_what_a_desk_says_it_has_is_there_and_the_rest_is_not(tmp_path: Path, gone: dict[str, None]) -> None:
    settings = practice_profile().model_copy(update={"store": tmp_path, **gone})
    there = open_desk("practice", settings, SetClock())
    services = get_args(Service)
    told = {service: there.has(service) for service in services}
    assert told == {service: getattr(there, service) is not None for service in services}


@pytest.mark.parametrize("days", [0, 91])
def test_drafts_are_kept_for_a_day_at_least_and_ninety_at_most(days: int) -> None:
    with pytest.raises(ValueError, match="keep_days"):
        DraftSettings(keep_days=days)


async def test_a_desk_that_needed_no_drafts_makes_no_vault(tmp_path: Path) -> None:
    one = desk(tmp_path)
    await one.audit.start()
    await one.close()
    assert not (tmp_path / "vault").exists()


async def signed_out(_: Tokens) -> None:
    """Be an organisation that lets go of a token."""


def answers_on_disk(store: Path) -> list[str]:
    """Return the lines of all vaults that are more than the mark of a journal that was written anew."""
    return [line for path in store.glob("vault/*.vault") for line in path.read_text().splitlines()[1:]]


async def kept(one: Desk) -> int:
    """Return how many answers about Alma are known at a desk."""
    return len((await one.answer_book._answers.about("1AA0AA0AA01", CLINIC.npi))[0])


@pytest.mark.parametrize(("days", "left"), [(0, 0), (7, 1)])
async def test_after_the_sign_out_an_answer_is_known_only_where_answers_are_kept(
    tmp_path: Path, days: int, left: int
) -> None:
    profile = practice_profile().model_copy(
        update={"store": tmp_path, "answers": AnswerRules(keep_answers_days=days)}
    )
    one = open_desk("practice", profile, SetClock())
    await one.audit.start()
    session = await one.sessions.open(
        Person("wren", "Wren", "sub-1"),
        Tokens("access", "", one.clock.now() + timedelta(hours=1)),
        sign_out=signed_out,
    )
    answers = one.answer_book._answers
    text = patient_text()
    await answers.keep(answers.make(INQUIRY, CLINIC, one.audit.who, text, "HETS", one.clock.now()))
    assert await kept(one) == 1
    await session.lock()
    assert await kept(one) == 1
    gateway = one.gateway
    assert gateway is not None
    before = gateway._known._answers
    await session.act_for(CLINIC)
    assert gateway._known._answers is before
    await session.act_for(CLINIC)
    assert gateway._known._answers is not before
    before = gateway._known._answers
    await session.end()
    assert gateway._known._answers is not before
    assert await kept(one) == left
    await one.close()
    away = open_desk("practice", profile.model_copy(update={"answers": AnswerRules()}), SetClock())
    await away.audit.start()
    await away.expire_drafts()
    assert not answers_on_disk(tmp_path)
    await away.close()


@pytest.mark.parametrize(
    ("kiosk", "renew_token", "expected"),
    [(False, True, True), (False, False, False), (True, True, False), (True, False, False)],
)
def test_a_refresh_token_is_asked_for_outside_kiosk_mode_only(
    tmp_path: Path, kiosk: bool, renew_token: bool, expected: bool
) -> None:
    profile = practice_profile().model_copy(
        update={
            "store": tmp_path,
            "kiosk": Kiosk(enabled=kiosk),
            "session": SessionRules(renew_token=renew_token),
        }
    )
    assert open_desk("practice", profile).sessions.wants_refresh is expected


def test_a_session_longer_than_the_portals_own_stops_the_start_with_its_key(tmp_path: Path) -> None:
    path = tmp_path / "spot-tui.toml"
    path.write_text(
        """
        [profiles.office]
        environment = "practice"
        providers = [{organisation = "Practice Family Clinic", npi = "1234567893"}]
        identity = {organisation_url = "https://id.example", issuer = "https://id.example/a", client_id = "c"}
        session = {end_minutes = 31}
        """
    )
    with pytest.raises(Problem) as caught:
        load(path)
    assert caught.value.code == "settings.invalid"
    assert caught.value.parameters["key"] == "profiles.office.session.end_minutes"


def test_times_out_of_order_stop_the_start_and_the_reason_names_them(tmp_path: Path) -> None:
    path = tmp_path / "spot-tui.toml"
    path.write_text(
        """
        [profiles.office]
        providers = [{organisation = "Practice Family Clinic", npi = "1234567893"}]
        identity = {organisation_url = "https://id.example", issuer = "https://id.example/a", client_id = "c"}
        session = {warn_minutes = 15}
        """
    )
    with pytest.raises(Problem) as caught:
        load(path)
    assert "warn_minutes" in str(caught.value.parameters["reason"])
