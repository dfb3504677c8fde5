"""Every screen by name, and how to get there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from spot_tui.backend.drafts import Draft, DraftEntry, Drafts
from spot_tui.backend.identity.device_grant import GrantCode
from spot_tui.backend.identity.password_rules import PasswordRules
from spot_tui.backend.identity.prompts import (
    AnswerQuestion,
    ChangePassword,
    ChooseDevice,
    ChooseWay,
    Device,
    DeviceKind,
    Enrol,
    EnrolDetails,
    EnrolPhone,
    EnterCode,
    EnterMailToken,
    Message,
    WaitForApproval,
)
from spot_tui.backend.kept_work import KeptWork
from spot_tui.backend.problems import Problem
from spot_tui.backend.session import Person
from spot_tui.backend.upstream_checks.steps import failed, noted, passed
from spot_tui.commands import COMMANDS
from tests.screens.access import ACCESS_PLACES
from tests.screens.appeals import APPEAL_PLACES
from tests.screens.bulk import BULK_PLACES
from tests.screens.claims import CLAIM_PLACES
from tests.screens.corrections import CORRECTION_PLACES
from tests.screens.desk import AUTHENTICATOR, KEY, MORNING, PHONE, TestDesk
from tests.screens.documents import DOCUMENT_PLACES
from tests.screens.kept import KEPT_PLACES
from tests.screens.looking import (
    open_job,
    press,
    settle,
    to_home,
    to_inquiry,
    to_provider,
    to_sign_in,
    to_use_rules,
    write,
)
from tests.screens.lookups import MBI_PLACES
from tests.screens.outbox import OUTBOX_PLACES
from tests.screens.test_answer import to_answer

Going = Callable[[Any, TestDesk], Awaitable[None]]


async def welcome(pilot: Any, desk: TestDesk) -> None:
    """Stay."""


async def terms(pilot: Any, desk: TestDesk) -> None:
    await press(pilot, "enter")


async def sign_in(pilot: Any, desk: TestDesk) -> None:
    await to_sign_in(pilot)


async def device(pilot: Any, desk: TestDesk) -> None:
    desk.sign_in.told.answers = [ChooseDevice((AUTHENTICATOR, PHONE, KEY))]
    await to_sign_in(pilot)
    await press(pilot, "f2", "f5")


async def passcode(pilot: Any, desk: TestDesk) -> None:
    await device(pilot, desk)
    desk.sign_in.told.answers = [EnterCode(PHONE, 30)]
    await press(pilot, "2")


async def other_prompt(pilot: Any, desk: TestDesk) -> None:
    await asked(pilot, desk, Message("Please call us."))


async def asked(pilot: Any, desk: TestDesk, *prompts: Any) -> None:
    """Have the sign-in ask this after the password; a last None keeps it waiting."""
    desk.sign_in.told.answers = list(prompts)
    await to_sign_in(pilot)
    await press(pilot, "f2", "f5")


async def password(pilot: Any, desk: TestDesk) -> None:
    rules = PasswordRules(least_length=15, upper=1, no_user_id=True, remembered=24)
    await asked(pilot, desk, ChangePassword(may_skip=True, days_left=5, rules=rules))


async def approval(pilot: Any, desk: TestDesk) -> None:
    await asked(pilot, desk, WaitForApproval(Device("push1", DeviceKind.PUSH, "Pixel"), "0"), None)


async def question(pilot: Any, desk: TestDesk) -> None:
    await asked(pilot, desk, AnswerQuestion("First school?"))


async def enrol(pilot: Any, desk: TestDesk) -> None:
    kinds = (DeviceKind.AUTHENTICATOR, DeviceKind.SMS, DeviceKind.EMAIL)
    await asked(pilot, desk, Enrol(kinds, may_skip=True, registered=(DeviceKind.VOICE,)))


async def enrol_phone(pilot: Any, desk: TestDesk) -> None:
    await asked(pilot, desk, EnrolPhone(DeviceKind.SMS))


async def enrol_details(pilot: Any, desk: TestDesk) -> None:
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    uri = f"otpauth://totp/idm.cms.gov:wren.applegarth?secret={secret}&issuer=idm.cms.gov"
    await asked(pilot, desk, EnrolDetails(DeviceKind.AUTHENTICATOR, secret, uri))


WAYS = (
    Device("SMS", DeviceKind.SMS),
    Device("CALL", DeviceKind.VOICE),
    Device("EMAIL", DeviceKind.EMAIL),
)


async def recovery(pilot: Any, desk: TestDesk) -> None:
    await to_sign_in(pilot)
    await press(pilot, "f2", "f7")


async def way(pilot: Any, desk: TestDesk) -> None:
    await recovery(pilot, desk)
    desk.sign_in.told.answers = [ChooseWay(WAYS)]
    await press(pilot, "f5")


async def mail_token(pilot: Any, desk: TestDesk) -> None:
    await way(pilot, desk)
    desk.sign_in.told.answers = [EnterMailToken()]
    await press(pilot, "3")


async def directions(pilot: Any, desk: TestDesk) -> None:
    desk.sign_in.self_service.told = frozenset()
    await to_sign_in(pilot)
    await press(pilot, "f2", "f7")


GRANT = GrantCode(
    "WDJB-MJHT",
    "https://idm.cms.gov/activate",
    "https://idm.cms.gov/activate?user_code=WDJBMJHT",
    "idm.cms.gov",
)


async def grant(pilot: Any, desk: TestDesk, code: GrantCode = GRANT) -> None:
    desk.device_grant.begins.answers = [code]
    desk.device_grant.told.answers = [None]
    await to_sign_in(pilot)
    await press(pilot, "f6")


async def grant_confirm(pilot: Any, desk: TestDesk) -> None:
    await grant(pilot, desk)
    desk.device_grant.told.go_on(Person("wren.applegarth", "Wren Applegarth", "sub-1"))
    await settle(pilot)


async def grant_practice(pilot: Any, desk: TestDesk) -> None:
    await grant(pilot, desk)
    await press(pilot, "f2")


async def not_assigned(pilot: Any, desk: TestDesk) -> None:
    await passcode(pilot, desk)
    words, about = "User is not assigned to the client application.", {"user_id": "wren.applegarth"}
    desk.sign_in.told.answers = [Problem("identity.not_assigned", (), about, words, "req-2")]
    await write(pilot, "123456")
    desk.sign_in.prompt = None
    await press(pilot, "f5")


async def lock(pilot: Any, desk: TestDesk) -> None:
    await to_home(pilot, desk)
    await press(pilot, "f10")


async def pin(pilot: Any, desk: TestDesk) -> None:
    desk.has_password = False
    await to_provider(pilot, desk)


async def lock_sealed(pilot: Any, desk: TestDesk) -> None:
    await pin(pilot, desk)
    await press(pilot, "f4", "f4", "f10")


async def status(pilot: Any, desk: TestDesk) -> None:
    await to_home(pilot, desk)
    await open_job(pilot, "see_status")


async def upstream_steps(pilot: Any, desk: TestDesk) -> None:
    proved = {"host": "core.example", "version": "TLSv1.3", "issuer": "An Authority", "date": "11/26/2027"}
    refused = Problem("core.denied", (), {"upstream": "HETS", "layer": "SOAP"}, "Sender/FailedCheck: No.")
    desk.steps = {
        "identity": [passed("line", "within"), passed("discovery", "found")],
        "eligibility": [
            passed("address", "found", host="core.example", addresses="192.0.2.7"),
            passed("line", "open", host="core.example", port=443),
            passed("tls", "proved", **proved),
            passed("http", "answers", status=405),
            failed("envelope", refused),
        ],
        "gateway": [passed("line", "within"), noted("payer", "not_asked", command="eligibility check")],
    }
    await to_home(pilot, desk)
    await press(pilot, COMMANDS["see_status"].key, "f2")


async def help_page(pilot: Any, desk: TestDesk) -> None:
    await to_home(pilot, desk)
    await press(pilot, "f1")


async def help_topic(pilot: Any, desk: TestDesk) -> None:
    await to_sign_in(pilot)
    await press(pilot, "f1", "f2")


async def help_search(pilot: Any, desk: TestDesk) -> None:
    await press(pilot, "f1", "f4")


async def answer(pilot: Any, desk: TestDesk) -> None:
    await to_answer(pilot, desk)


async def devices(pilot: Any, desk: TestDesk) -> None:
    await to_home(pilot, desk)
    await open_job(pilot, "account", "devices")


async def add_device(pilot: Any, desk: TestDesk) -> None:
    await devices(pilot, desk)
    desk.devices.told.answers = [(DeviceKind.VOICE, DeviceKind.EMAIL)]
    await press(pilot, "f2")


async def add_phone(pilot: Any, desk: TestDesk) -> None:
    await add_device(pilot, desk)
    desk.devices.told.answers = [EnrolPhone(DeviceKind.VOICE)]
    await press(pilot, "1")


async def add_details(pilot: Any, desk: TestDesk) -> None:
    await add_device(pilot, desk)
    desk.devices.told.answers = [EnrolDetails(DeviceKind.AUTHENTICATOR, "JBSWY3DPEHPK3PXP")]
    await press(pilot, "1")


class HeldWork(KeptWork):
    """Work of which these drafts are held in memory."""

    def __init__(self, *drafts: Draft) -> None:
        super().__init__("sub-1", not_here)
        self.drafts = drafts

    async def find(self) -> list[DraftEntry]:
        return list(self.drafts)


def not_here() -> Drafts:
    raise Problem("vault.unwritable", parameters={"reason": "no disk here"})


def draft_of(number: int, form: str, provider_npi: str, days_ago: int, about: str) -> Draft:
    saved_at = MORNING - timedelta(days=days_ago, minutes=number)
    return Draft(
        id=f"draft-{number}",
        form=form,
        owner="sub-1",
        provider_npi=provider_npi,
        revision=1,
        saved_at=saved_at,
        expires_at=saved_at + timedelta(days=7),
        about=about,
    )


async def home_with_drafts(pilot: Any, desk: TestDesk) -> None:
    desk.work = HeldWork(
        draft_of(1, "inquiry", "1234567893", 0, "Quillfeather"),
        draft_of(2, "access_request", "", 1, "Practice Family Clinic"),
        draft_of(3, "inquiry", "1000000020", 5, "1AA0AA0AA01"),
    )
    await to_home(pilot, desk)


async def drafts(pilot: Any, desk: TestDesk) -> None:
    await home_with_drafts(pilot, desk)
    await open_job(pilot, "go_on_with_draft")


PLACES: dict[str, Going] = {
    "welcome": welcome,
    "terms": terms,
    "sign_in": sign_in,
    "device": device,
    "passcode": passcode,
    "other_prompt": other_prompt,
    "password": password,
    "approval": approval,
    "question": question,
    "enrol": enrol,
    "enrol_phone": enrol_phone,
    "enrol_details": enrol_details,
    "recovery": recovery,
    "way": way,
    "mail_token": mail_token,
    "directions": directions,
    "grant": grant,
    "grant_confirm": grant_confirm,
    "grant_practice": grant_practice,
    "lock": lock,
    "lock_sealed": lock_sealed,
    "pin": pin,
    "provider": to_provider,
    "home": to_home,
    "devices": devices,
    "add_device": add_device,
    "add_phone": add_phone,
    "add_details": add_details,
    "status": status,
    "upstream_steps": upstream_steps,
    "help": help_page,
    "help_topic": help_topic,
    "help_search": help_search,
    "home_with_drafts": home_with_drafts,
    "drafts": drafts,
    **MBI_PLACES,
    "inquiry": to_inquiry,
    "use_rules": to_use_rules,
    "answer": answer,
    "not_assigned": not_assigned,
    **ACCESS_PLACES,
    **CLAIM_PLACES,
    **CORRECTION_PLACES,
    **DOCUMENT_PLACES,
    **BULK_PLACES,
    **APPEAL_PLACES,
    **KEPT_PLACES,
    **OUTBOX_PLACES,
}
