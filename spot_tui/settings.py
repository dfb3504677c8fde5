"""The one settings model: a TOML file with profiles, validated when the program starts.

Without a file the profile ``practice`` holds: the practice portal in this process. A file adds profiles and
may change that one. An unknown key or a bad value stops the start with the file, the key and the reason.
"""

from __future__ import annotations

from datetime import time
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, model_validator

from spot_tui.backend.claims.rules import ClaimRules
from spot_tui.backend.clock import Weekday
from spot_tui.backend.corrections.settings import CorrectionRules, DeadlineRules
from spot_tui.backend.documents.settings import DocumentRules
from spot_tui.backend.documents.upload_rules import UploadRules
from spot_tui.backend.eligibility.answer_rules import AnswerRules, RejectMeterRules
from spot_tui.backend.eligibility.batch.rules import BatchRules
from spot_tui.backend.first_look import PRACTICE, FirstLook, no_such_profile, read_settings
from spot_tui.backend.licences.settings import Licences
from spot_tui.backend.link_rules import LinkRules
from spot_tui.backend.outbox.rules import OutboxRules
from spot_tui.backend.prints.settings import Prints, Where
from spot_tui.backend.problems import Problem
from spot_tui.backend.session_rules import SessionRules
from spot_tui.backend.upstreams import (
    PRACTICE_HOST,
    ClaimsUpstream,
    CoreUpstream,
    EligibilityRules,
    GatewayUpstream,
    HelpDesk,
    IdentityUpstream,
    LookupUpstream,
    Provider,
    Setting,
    ZoneName,
)
from spot_tui.backend.use_rules import UseRuleSettings
from spot_tui.words import knows, say

_PRACTICE_URL = f"http://{PRACTICE_HOST}"

UpstreamName = Literal["identity", "eligibility", "claims_a", "claims_b", "gateway"]


class MaintenanceWindow(Setting):
    """A weekly time at which upstreams are planned to be away, in the profile's zone."""

    weekday: Weekday = Field(description="Day of the week on which it begins")
    begins: time = Field(description="Clock time, HH:MM")
    ends: time = Field(description="Clock time, HH:MM")
    upstreams: tuple[UpstreamName, ...] = Field(
        ("identity", "eligibility", "claims_a", "claims_b", "gateway"), description="Which are away"
    )
    source: str = Field("", max_length=80, description="Who announced it, and when")


class Kiosk(Setting):
    """What an office terminal that strangers can reach may not do."""

    enabled: bool = Field(
        False, description="Locked terminal: no file commands, no refresh token, no way to leave the program"
    )
    may_leave: bool = Field(
        False, description="Offer leaving the program all the same; over SSH that closes the line"
    )


class Display(Setting):
    """How the screens look."""

    language: Literal["en", "es"] = Field("en", description="Language of screens and commands")
    colours: Literal["auto", "truecolor", "256", "16", "none"] = Field(
        "auto",
        description="Colour level: `truecolor`, `256`, `16` or `none`; `auto` asks the terminal",
    )
    theme: Literal["standard", "high-contrast", "monochrome"] = Field(
        "standard", description="Colours: `standard`, `high-contrast` or `monochrome`"
    )
    characters: Literal["auto", "unicode", "ascii"] = Field(
        "auto", description="`ascii` writes no others; `auto` does so where the locale is not UTF-8"
    )
    driver: Literal["cells", "textual"] = Field(
        "cells", description="What is sent: `cells` that changed only, or whatever `textual` draws"
    )


class PracticePortal(Setting):
    """The practice portal, where the profile runs it in this process."""

    in_process: bool = Field(False, description="Run the practice portal inside the program")
    world: Path | None = Field(
        None, description="Its made-up world, one SQLite file; default: the store folder's"
    )
    layout: Literal["hets-2018", "hets-2014"] = Field(
        "hets-2018", description="How it writes eligibility answers"
    )
    engine: Literal["v1", "idx"] = Field("v1", description="Which sign-in engine its organisation runs")
    first_names: Literal["exact", "first-initial"] = Field("exact", description="How it compares first names")


class Audit(Setting):
    """The local audit log."""

    anchor_file: Path | None = Field(None, description="Also write checkpoints here, out of the user's reach")


class Drafts(Setting):
    """What was typed and not sent."""

    keep_days: int = Field(
        7, ge=1, le=90, description="Days a draft is kept after its last change, and at least to its deadline"
    )


Service = Literal["eligibility", "batches", "mbi_lookup", "claims", "claim_status", "documents", "mailbox"]
"""Services that a profile may have no upstream for."""


class Profile(Setting):
    """One set of upstreams with everything that goes with them."""

    environment: Literal["practice", "production"] = Field(
        "production", description="Marked on every screen and in the audit log"
    )
    zone: ZoneName = Field("America/New_York", description="Zone of 'today' and of all cut-offs")
    store: Path | None = Field(
        None, description="Folder for audit log and drafts; default: the user data folder"
    )
    providers: tuple[Provider, ...] = Field(min_length=1, description="Providers that staff may act for")
    identity: IdentityUpstream
    eligibility: CoreUpstream | None = None
    claims: ClaimsUpstream | None = None
    gateway: GatewayUpstream | None = None
    mbi_lookup: LookupUpstream | None = Field(
        None, description="Look-up payer for Medicare numbers; without it the gateway is asked"
    )
    rules: EligibilityRules = EligibilityRules()
    use_rules: UseRuleSettings = UseRuleSettings()
    claim_rules: ClaimRules = ClaimRules()
    correction_rules: CorrectionRules = CorrectionRules()
    deadline_rules: DeadlineRules = DeadlineRules()
    document_rules: DocumentRules = DocumentRules()
    uploads: UploadRules = UploadRules()
    licences: Licences = Licences()
    prints: Prints = Prints()
    help_desk: HelpDesk = HelpDesk()
    maintenance: tuple[MaintenanceWindow, ...] = Field(
        (MaintenanceWindow(weekday="wednesday", begins=time(20), ends=time(22), source="SPOT status page"),),
        description="Weekly times at which upstreams are planned to be away",
    )
    portal: PracticePortal = PracticePortal()
    audit: Audit = Audit()
    drafts: Drafts = Drafts()
    answers: AnswerRules = AnswerRules()
    line: LinkRules = LinkRules()
    outbox: OutboxRules = OutboxRules()
    reject_meter: RejectMeterRules = RejectMeterRules()
    batch: BatchRules = BatchRules()
    session: SessionRules = SessionRules()
    kiosk: Kiosk = Kiosk()

    @property
    def print_offers(self) -> tuple[Where, ...]:
        """Where this terminal may put prints: a locked one has its own."""
        return self.prints.offers(in_kiosk=self.kiosk.enabled)

    @model_validator(mode="after")
    def _practice_is_marked(self) -> Profile:
        if self.portal.in_process and self.environment != "practice":
            raise ValueError("portal.in_process needs environment = 'practice'")
        identity = self.identity
        practice_only = (
            identity.practice_passcode_url,
            identity.practice_people_url,
            identity.practice_push_url,
            identity.practice_grant_url,
        )
        if any(practice_only) and self.environment != "practice":
            raise ValueError("practice addresses need environment = 'practice'")
        return self


class Settings(Setting):
    """Everything an operator can set."""

    display: Display = Display()
    profiles: dict[str, Profile] = Field(default_factory=dict, description="Profiles by name")


def practice_profile() -> Profile:
    """Return the profile that needs no file: made-up people, the portal in this process."""
    return Profile(
        environment="practice",
        portal=PracticePortal(in_process=True),
        providers=(
            Provider(
                organisation="Practice Family Clinic",
                npi="1234567893",
                ptan="PR0001",
                tin="000000001",
                parts=("A", "B"),
                location="Front desk, Jacksonville FL",
                approver="Otis Barnabeck, room 2",
            ),
            Provider(
                organisation="Practice Clinic of San Juan",
                npi="1000000020",
                ptan="PR0002",
                tin="000000002",
                parts=("B",),
                location="San Juan PR",
                zone="America/Puerto_Rico",
            ),
        ),
        identity=IdentityUpstream(
            organisation_url=_PRACTICE_URL,
            issuer=f"{_PRACTICE_URL}/oauth2/practice",
            client_id="spot-tui-practice",
            practice_passcode_url=f"{_PRACTICE_URL}/practice/passcode",
            practice_people_url=f"{_PRACTICE_URL}/practice/people",
            practice_push_url=f"{_PRACTICE_URL}/practice/push",
            practice_grant_url=f"{_PRACTICE_URL}/practice/grant",
            device_grant=True,
            onboarding_client_id="spot-tui-onboarding",
            device_changes="factors",
        ),
        eligibility=CoreUpstream(
            url=f"{_PRACTICE_URL}/core/soap", sender_id="PRACTICE", tax_id="000000001", usage="T"
        ),
        claims=ClaimsUpstream(
            url=f"{_PRACTICE_URL}/core/soap",
            name="Practice status",
            sender_id="PRACTICE",
            usage="T",
            payer_name="PRACTICE PART B",
            payer_id="PRACTICEB",
            payer_name_a="PRACTICE PART A",
            payer_id_a="PRACTICEA",
        ),
        gateway=GatewayUpstream(url=f"{_PRACTICE_URL}/gateway/v1", name="Practice gateway"),
    )


def load(path: Path | None) -> Settings:
    """Return the settings of `path` over the built-in practice profile.

    Raises `Problem`: ``settings.unreadable`` (no such file, or no TOML) or ``settings.invalid`` with the
    file, the key and the reason.
    """
    built_in = {PRACTICE: practice_profile()}
    if path is None:
        return Settings(profiles=built_in)
    given = read_settings(path)
    try:
        settings = Settings.model_validate(given)
    except ValidationError as error:
        raise Problem("settings.invalid", (), {"file": path, **_worst(error)}) from None
    return settings.model_copy(update={"profiles": built_in | settings.profiles})


def _worst(error: ValidationError) -> dict[str, str]:
    """Return key and reason of the error to mend first: an unknown key may be why another one is missing."""
    found = error.errors(include_url=False, include_input=False)
    first = min(found, key=lambda one: one["type"] != "extra_forbidden")
    key = ".".join(str(part) for part in first["loc"])
    own = f"settings.reason.{first['type']}"
    reason = say(own) if knows(own) else first["msg"].removeprefix("Value error, ")
    return {"key": key or say("settings.whole_file"), "reason": reason[:1].lower() + reason[1:]}


def look_of(profile: Profile, display: Display | None = None) -> FirstLook:
    """Return what the first screen needs of settings that were judged."""
    display = display or Display()
    desk = profile.help_desk
    return FirstLook(
        profile.environment,
        display.language,
        display.colours,
        display.theme,
        display.characters,
        desk.name,
        desk.phone,
        desk.email,
        profile.kiosk.may_leave or not profile.kiosk.enabled,
        display.driver,
    )


def choose_profile(settings: Settings, name: str) -> Profile:
    """Return the profile called `name`. Raises `Problem` ``settings.profile`` that lists those there are."""
    try:
        return settings.profiles[name]
    except KeyError:
        raise no_such_profile(name, settings.profiles) from None


def store_folder(name: str, profile: Profile) -> Path:
    """Return the folder in which the profile called `name` keeps its audit log and drafts."""
    if profile.store:
        return profile.store
    from platformdirs import user_data_path

    return user_data_path("spot-tui") / name


def world_file(name: str, profile: Profile) -> Path:
    """Return the file of the practice portal's made-up world, one for all terminals of the account."""
    return profile.portal.world or store_folder(name, profile) / "practice" / "world.sqlite"
