"""Accounts of the made-up staff, straight on the wire and in the world."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from spot_tui.sandbox import accounts, members, passcodes, staff_devices, staff_passwords, staff_pushes
from spot_tui.sandbox.staff import StaffMember, staff
from spot_tui.sandbox.world import Moment, World
from tests.backend.store.builders import SetClock
from tests.sandbox.test_identity import asked, authn, redeemed, ticket

WREN, OTIS, ZORA = "wren.applegarth", "otis.barnabeck", "zora.silverbeck"
SCOPE = "openid profile access_requests"
ONBOARDING = "spot-tui-onboarding"


@pytest.fixture
def moment(file: Path, clock: SetClock) -> Iterator[Moment]:
    world = World(file, clock)
    with world.transaction() as moment:
        yield moment
    world.close()


def person(moment: Moment, user_id: str) -> StaffMember:
    found = members.find_member(moment, user_id)
    assert found is not None
    return found


async def shown(wire: httpx.AsyncClient, user: str, device: str = "") -> str:
    answer = await wire.get("/practice/passcode", params={"user": user, "device": device})
    return str(answer.json()["passcode"])


async def bearer(wire: httpx.AsyncClient, client: str, scope: str) -> dict[str, Any]:
    _, given = await asked(wire, sessionToken=await ticket(wire), client_id=client, scope=scope)
    tokens: dict[str, Any] = (await redeemed(wire, given["code"], client_id=client)).json()
    return tokens


async def test_the_second_client_gives_a_token_for_access_requests_only(wire: httpx.AsyncClient) -> None:
    tokens = await bearer(wire, ONBOARDING, SCOPE)
    told = (await wire.post("/oauth2/practice/v1/introspect", data={"token": tokens["access_token"]})).json()
    assert (told["client_id"], told["scope"]) == (ONBOARDING, SCOPE)


@pytest.mark.parametrize(
    ("client", "scope"), [(ONBOARDING, "openid email"), (ONBOARDING, "openid offline_access")]
)
async def test_a_client_may_ask_for_its_own_scopes_only(
    wire: httpx.AsyncClient, client: str, scope: str
) -> None:
    _, given = await asked(wire, sessionToken="x", client_id=client, scope=scope)
    assert given["error"] == "invalid_scope"


async def test_a_code_is_redeemed_by_the_client_that_got_it(wire: httpx.AsyncClient) -> None:
    _, given = await asked(wire, sessionToken=await ticket(wire), client_id=ONBOARDING, scope=SCOPE)
    assert (await redeemed(wire, given["code"])).json()["error"] == "invalid_grant"


async def test_a_token_of_the_desk_ends_with_the_role(
    wire: httpx.AsyncClient, file: Path, clock: SetClock
) -> None:
    tokens = await bearer(wire, "spot-tui-practice", "openid profile")
    headers = {"authorization": f"Bearer {tokens['access_token']}"}
    assert (await wire.get("/oauth2/practice/v1/userinfo", headers=headers)).status_code == 200
    world = World(file, clock)
    with world.transaction() as moment:
        members.set_access(moment, WREN, "removed")
    world.close()
    assert (await wire.get("/oauth2/practice/v1/userinfo", headers=headers)).status_code == 401


async def test_the_token_of_a_mail_is_taken_once(wire: httpx.AsyncClient) -> None:
    begun = (await authn(wire, "/recovery/password", username=WREN, factorType="EMAIL")).json()
    assert set(begun) == {"status", "factorResult", "relayState", "factorType", "recoveryType"}
    token = await shown(wire, WREN)
    found = (await authn(wire, "/recovery/token", recoveryToken=token)).json()
    assert found["_embedded"]["user"]["recovery_question"] == {"question": staff().question}
    again = await authn(wire, "/recovery/token", recoveryToken=token)
    assert again.json()["errorCode"] == "E0000011"


@pytest.mark.parametrize("token", ["", "nothing", None, 7])
async def test_a_token_that_was_never_mailed_is_refused(wire: httpx.AsyncClient, token: object) -> None:
    await authn(wire, "/recovery/password", username="nobody.here", factorType="EMAIL")
    assert (await authn(wire, "/recovery/token", recoveryToken=token)).json()["errorCode"] == "E0000011"


@pytest.mark.parametrize("body", [{}, {"username": WREN}, {"username": WREN, "factorType": "PIGEON"}])
async def test_a_recovery_needs_a_user_and_a_channel(wire: httpx.AsyncClient, body: dict[str, str]) -> None:
    assert (await authn(wire, "/recovery/password", **body)).json()["errorCode"] == "E0000001"


async def test_no_state_is_skipped_by_calling_the_next_one(wire: httpx.AsyncClient) -> None:
    begun = (await authn(wire, "/recovery/password", username=WREN, factorType="SMS")).json()
    state = begun["stateToken"]
    for tail, body in (
        ("/recovery/answer", {"answer": staff().answer}),
        ("/credentials/reset_password", {"newPassword": "Willow-Bridge-2027"}),
        ("/credentials/change_password", {"newPassword": "Willow-Bridge-2027"}),
        ("/factors", {"factorType": "sms", "provider": "OKTA"}),
        ("/skip", {}),
        ("/previous", {}),
    ):
        answer = await authn(wire, tail, stateToken=state, **body)
        assert answer.json()["errorCode"] == "E0000079", tail


@pytest.mark.parametrize(
    ("approve", "number", "state"),
    [(True, 7, "SUCCESS"), (True, 8, "REJECTED"), (True, None, "REJECTED"), (False, 7, "REJECTED")],
)
def test_only_the_number_on_the_screen_approves(
    moment: Moment, approve: bool, number: int | None, state: str
) -> None:
    device = person(moment, OTIS).device("opfpractice000008")
    assert device is not None
    device = device.model_copy(update={"number": 7})
    push = staff_pushes.send(moment, device)
    assert 7 in push.offered
    answered = staff_pushes.answer(moment, device.id, approve=approve, number=number)
    assert answered is not None
    assert answered.state == state
    assert staff_pushes.answer(moment, device.id, approve=True, number=7) is None


def test_a_new_request_takes_the_older_one_back(moment: Moment) -> None:
    device = person(moment, "wilf.pettigrove").devices[0]
    first, second = staff_pushes.send(moment, device), staff_pushes.send(moment, device)
    taken_back = staff_pushes.find(moment, first.id)
    assert taken_back is not None
    assert taken_back.state == "TIMEOUT"
    waiting = staff_pushes.waiting(moment, device.id)
    assert waiting is not None
    assert waiting.id == second.id


@pytest.mark.parametrize(
    "body",
    [
        {"user": OTIS, "device": "opfpractice000008"},
        {"user": OTIS, "device": "opfpractice000008", "approve": "yes"},
        {"user": OTIS, "device": "opfpractice000008", "approve": True, "number": "7"},
        {"user": "nobody.here", "approve": True},
    ],
)
async def test_a_press_that_makes_no_sense_is_refused(wire: httpx.AsyncClient, body: dict[str, Any]) -> None:
    assert (await wire.post("/practice/push", json=body)).status_code in {400, 404}


async def test_a_phone_without_a_request_shows_none(wire: httpx.AsyncClient) -> None:
    answer = await wire.get("/practice/push", params={"user": OTIS, "device": "opfpractice000008"})
    assert answer.json() == {"state": "", "number": None, "offered": [], "seconds_left": 0}


def test_a_device_can_be_replaced(moment: Moment) -> None:
    wren = person(moment, WREN)
    assert staff_devices.remove(moment, wren, "smspractice000002")
    assert "sms" in staff_devices.registrable(person(moment, WREN))
    begun = staff_devices.begin(moment, person(moment, WREN), "sms", "904-555-0188")
    assert len(person(moment, WREN).devices) == 1
    code = passcodes.shown(moment, begun)
    assert code is not None
    assert staff_devices.activate(moment, begun, code.code) == "right"
    assert [device.where for device in person(moment, WREN).devices] == [WREN, "+1 XXX-XXX-0188"]


def test_a_device_of_somebody_else_is_not_removed(moment: Moment) -> None:
    assert not staff_devices.remove(moment, person(moment, WREN), "smspractice000005")
    assert len(person(moment, OTIS).devices) == 8


def test_who_removes_the_last_device_has_to_register_one(moment: Moment) -> None:
    ida = person(moment, "ida.corriveld")
    staff_devices.remove(moment, ida, ida.devices[0].id)
    assert person(moment, "ida.corriveld").access == "no_device"


@pytest.mark.parametrize(
    "phone", ["", "12345", "+44 20 7946 0000", "104-555-0111", "٩٠٤٥٥٥٠١١١", "904-555-01112"]
)
def test_what_is_no_telephone_number_is_not_registered(moment: Moment, phone: str) -> None:
    with pytest.raises(staff_devices.WrongNumberError):
        staff_devices.begin(moment, person(moment, ZORA), "voice", phone)


def test_one_of_a_kind_can_be_registered(moment: Moment) -> None:
    with pytest.raises(ValueError, match="sms"):
        staff_devices.begin(moment, person(moment, WREN), "sms", "904-555-0188")


def test_a_key_that_was_pressed_elsewhere_is_followed(moment: Moment) -> None:
    key = person(moment, "xenia.quarrington").devices[0]
    codes = [passcodes._key_code(key, count) for count in (0, 3, 60)]
    assert passcodes.judge(moment, key, codes[1]) == "right"
    assert passcodes.judge(moment, key, codes[0]) == "used"
    assert passcodes.judge(moment, key, codes[2]) == "wrong"
    assert passcodes.judge(moment, key, "c" * 44) == "wrong"


def test_a_changed_password_is_kept_as_a_digest(moment: Moment) -> None:
    staff_passwords.change(moment, person(moment, WREN), "Willow-Bridge-2027")
    kept = [bytes(part) if isinstance(part, bytes) else str(part).encode() for row in moment.db.execute(
        "SELECT * FROM password") for part in tuple(row)]  # fmt: skip
    assert not any(b"Willow" in part for part in kept)
    assert staff_passwords.is_right(moment, person(moment, WREN), "Willow-Bridge-2027")
    assert not staff_passwords.is_right(moment, person(moment, WREN), staff().password)
    assert staff_passwords.is_right(moment, person(moment, OTIS), staff().password)


async def test_the_list_of_people_does_not_show_a_password_that_was_changed(
    wire: httpx.AsyncClient, file: Path, clock: SetClock
) -> None:
    world = World(file, clock)
    with world.transaction() as moment:
        staff_passwords.change(moment, person(moment, WREN), "Willow-Bridge-2027")
    world.close()
    listed = {entry["user_id"]: entry for entry in (await wire.get("/practice/people")).json()["people"]}
    assert (listed[WREN]["password"], listed[OTIS]["password"]) == ("", staff().password)


def test_an_access_that_there_is_not_cannot_be_set(moment: Moment) -> None:
    with pytest.raises(ValueError, match="queen"):
        members.set_access(moment, WREN, "queen")  # type: ignore[arg-type]


def test_a_wrong_old_password_locks_like_any_other_try(moment: Moment) -> None:
    who = accounts.account_of(moment, WREN)
    assert [accounts.count_failure(moment, who) for _ in range(3)] == [False, False, True]
    assert accounts.standing(moment, who, person(moment, WREN)).locked


def test_request_numbers_stand_where_a_request_was_made() -> None:
    numbers = {one.user_id: one.confirmation for one in staff().people if one.confirmation}
    assert len(set(numbers.values())) == len(numbers)
    assert {"petra.islingwood", "quinn.jesselmore", "rhea.kestrelton"} <= set(numbers)
    assert "owen.hartlebury" not in numbers
