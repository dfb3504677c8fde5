"""How each upstream of a profile is reached: the settings that services take.

`spot_tui.settings` composes these models; a service gets its own through the constructor.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from spot_tui.backend.first_look import FirstLook
from spot_tui.backend.formats import read_npi
from spot_tui.backend.problems import Problem

PRACTICE_HOST = "practice.invalid"
DEVICE_SCOPES = ("okta.users.read.self", "okta.users.manage.self")
"""What a token needs for a person's own devices (Okta's list of scopes)."""
INACTIVE_DAYS = 30
"""Days without a sign-in after which the portal switches access off (SPOT FAQ, question 5)."""
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def _secure(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme == "http" and parts.hostname in {PRACTICE_HOST, *_LOOPBACK}:
        return url
    if parts.scheme != "https" or not parts.hostname:
        raise ValueError("must be an https address (http only on this machine itself)")
    return url.rstrip("/")


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError("must be a time zone such as America/New_York") from None
    return name


def _npi(text: str) -> str:
    try:
        return read_npi(text)
    except Problem:
        raise ValueError("must be an NPI: ten digits, the last one its check digit") from None


def _proxy(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
        raise ValueError("must be an http or https address, without name and password")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError("must be an address without a path")
    return f"{parts.scheme}://{parts.netloc}"


Url = Annotated[str, AfterValidator(_secure)]
ProxyUrl = Annotated[str, AfterValidator(_proxy)]
"""A proxy may be plain http: it carries TLS from end to end (CONNECT) and reads nothing of it."""
ZoneName = Annotated[str, AfterValidator(_zone)]
NpiText = Annotated[str, AfterValidator(_npi)]
Seconds = Annotated[float, Field(gt=0, le=600)]


class Setting(BaseModel):
    """A group of settings: unknown keys are refused, values do not change.

    Its schema is built when it is first used: what a profile leaves out costs the start nothing.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Provider(Setting):
    """A provider that staff may act for."""

    organisation: str = Field(min_length=1, max_length=60, description="Name as Medicare has it")
    npi: NpiText = Field(description="National Provider Identifier, ten digits")
    ptan: str = Field("", pattern=r"^[A-Za-z0-9]{0,10}$", description="Provider Transaction Access Number")
    tin: str = Field("", pattern=r"^(\d{9})?$", description="Taxpayer identification number, nine digits")
    parts: tuple[Literal["A", "B"], ...] = Field(("B",), min_length=1, description="Lines of business")
    location: str = Field("", max_length=60, description="Where it is, in words")
    approver: str = Field(
        "", max_length=60, description="Whom its end users ask about access: a name, and how to reach it"
    )
    zone: ZoneName | None = Field(None, description="Its time zone, if not the profile's")


class HttpLimits(Setting):
    """Time-outs and sizes of one upstream."""

    connect_seconds: Seconds = Field(10, description="Longest wait for a connection")
    read_seconds: Seconds = Field(60, description="Longest wait for the next bytes of an answer")
    most_bytes: int = Field(8 * 1024 * 1024, ge=1024, description="Longest answer that is read")


class SecretLocation(Setting):
    """Where a secret is read from when it is needed; the secret itself never stands in the settings."""

    file: Path | None = Field(None, description="A file of mode 0600")
    environment: str | None = Field(None, pattern=r"^SPOT_TUI_[A-Z0-9_]+$", description="A variable's name")
    credential: str | None = Field(None, description="A name in systemd's credentials folder")

    @model_validator(mode="after")
    def _one_place(self) -> SecretLocation:
        if sum(place is not None for place in (self.file, self.environment, self.credential)) != 1:
            raise ValueError("name exactly one of file, environment or credential")
        return self


class Trust(Setting):
    """Who is believed to be the upstream, and how we show who we are."""

    ca_file: Path | None = Field(None, description="Trust only this authority (PEM) instead of the system's")
    client_certificate: Path | None = Field(None, description="Certificate and chain (PEM) to present")
    client_key: Path | None = Field(None, description="Its private key (PEM, mode 0600)")
    client_key_passphrase: SecretLocation | None = None
    proxy: ProxyUrl | None = Field(None, description="Proxy to go through, without name and password")

    @model_validator(mode="after")
    def _key_has_its_certificate(self) -> Trust:
        if self.client_key and not self.client_certificate:
            raise ValueError("client_key needs client_certificate")
        return self


class HelpDesk(Setting):
    """Whom staff call."""

    name: str = Field(FirstLook().help_desk, max_length=40, description="What staff call it")
    phone: str = Field(FirstLook().phone, max_length=30, description="Its telephone number")
    phone_options: str | None = Field(
        None,
        max_length=60,
        description="What to press there, and for what; left out: those of SPOT's help desk; empty: none",
    )
    email: str = Field(FirstLook().email, max_length=60, description="Its e-mail address")


class IdentityUpstream(Setting):
    """Sign-in: an Okta organisation and the client that it registered for this program."""

    organisation_url: Url = Field(description="The organisation's own address")
    issuer: Url = Field(description="Authorization server, .../oauth2/NAME")
    client_id: str = Field(min_length=1, description="Native client registered for this program")
    redirect_uri: str = Field("com.spot-tui:/callback", description="As registered with the client")
    scopes: tuple[str, ...] = Field(("openid", "profile"), description="What the token is for")
    limits: HttpLimits = HttpLimits(connect_seconds=5, read_seconds=15, most_bytes=1024 * 1024)
    trust: Trust = Trust()
    practice_passcode_url: Url | None = Field(
        None, description="Practice only: shows the code that a made-up user's phone would show"
    )
    account_page: Url = Field(
        "https://home.idm.cms.gov", description="Where people keep their own account, in a web browser"
    )
    device_changes: Literal["browser", "factors"] = Field(
        "browser",
        description="Where people change their own devices: on the account page in a web browser, or here "
        "over the organisation's Factors interface (the client needs the scopes okta.users.read.self and "
        "okta.users.manage.self)",
    )
    onboarding_client_id: str = Field(
        "", description="Second client, for accounts without a role: its tokens are for access requests only"
    )
    onboarding_scopes: tuple[str, ...] = Field(
        ("openid", "profile", "access_requests"), description="What a token of that client is for"
    )
    self_service: tuple[Literal["forgot", "unlock"], ...] = Field(
        ("forgot", "unlock"),
        description="What the organisation lets people do from here: set a forgotten password, open a lock",
    )
    inactive_days: int = Field(
        INACTIVE_DAYS, ge=1, le=400, description="Days without a sign-in after which access lapses"
    )
    practice_people_url: Url | None = Field(None, description="Practice only: lists the made-up users")
    practice_grant_url: Url | None = Field(
        None, description="Practice only: does what a made-up user would do in a browser"
    )
    device_grant: bool = Field(
        False, description="Offer to sign in with a code in a web browser (the client has that grant)"
    )
    practice_push_url: Url | None = Field(
        None, description="Practice only: answers requests as a made-up user's phone would"
    )

    @property
    def asked_scopes(self) -> tuple[str, ...]:
        """What a sign-in asks for: with changes of devices, what those need too."""
        is_changing = self.device_changes == "factors" and not self.is_limited
        return (*self.scopes, *DEVICE_SCOPES) if is_changing else self.scopes

    @property
    def is_limited(self) -> bool:
        """Whether the client is the one for accounts without a role, whose tokens are for requests only."""
        return bool(self.onboarding_client_id) and self.client_id == self.onboarding_client_id


class Signing(Setting):
    """How SOAP messages are signed (WS-Security 1.1, X.509 token profile). Needs the extra ``signing``.

    What HETS wants signed is stated in no public text: parts and algorithm are settings for that reason.
    """

    certificate: Path = Field(description="Certificate that the partner knows (PEM); it is sent along")
    key: Path = Field(description="Its RSA private key (PEM, mode 0600)")
    passphrase: SecretLocation | None = None
    parts: tuple[Literal["body", "timestamp"], ...] = Field(
        ("body", "timestamp"), min_length=1, description="What is signed"
    )
    algorithm: Literal["rsa-sha256", "rsa-sha384", "rsa-sha512"] = Field(
        "rsa-sha256", description="Signature; digests are of the same length"
    )
    timestamp_seconds: int = Field(300, ge=30, le=3600, description="How long a message is valid")


class CoreUpstream(Setting):
    """A CAQH CORE real-time endpoint (vC2.2.0) that takes X12."""

    url: Url = Field(description="Address of the endpoint")
    envelope: Literal["soap", "mime"] = Field("soap", description="Form of the CORE envelope")
    name: str = Field("HETS", min_length=1, max_length=20, description="Short name shown as the source")
    sender_id: str = Field(min_length=1, max_length=15, description="Submitter id given to the organisation")
    receiver_id: str = Field("CMS", min_length=1, max_length=15, description="Receiver of the interchange")
    payer_name: str = Field("CMS", min_length=1, max_length=60, description="Payer's name in the 270")
    payer_id: str = Field("CMS", min_length=1, max_length=20, description="Payer's id in the 270")
    tax_id: str = Field("", pattern=r"^(\d{9})?$", description="EIN for the trace number")
    component_separator: str = Field("|", pattern=r"^[|:>\\^]$", description="HETS |, clearinghouses :")
    usage: Literal["P", "T"] = Field("P", description="ISA15: production or test")
    username: str = Field("", description="User name of the envelope, where the endpoint wants one")
    password: SecretLocation | None = None
    signing: Signing | None = None
    limits: HttpLimits = HttpLimits()
    trust: Trust = Trust()

    @model_validator(mode="after")
    def _only_soap_is_signed(self) -> CoreUpstream:
        if self.signing and self.envelope != "soap":
            raise ValueError("signing needs envelope = 'soap'; MIME shows a client certificate (trust)")
        return self


class ClaimsUpstream(CoreUpstream):
    """A CAQH CORE real-time endpoint of claim status (276/277). Each contractor is a payer of its own."""

    name: str = Field(
        "Claim status", min_length=1, max_length=20, description="Short name shown as the source"
    )
    component_separator: str = Field(":", pattern=r"^[|:>\\^]$", description="As in CoreUpstream")
    payer_name_a: str = Field("", max_length=60, description="Payer's name for Part A, where it is another")
    payer_id_a: str = Field("", max_length=20, description="Payer's id for Part A, where it is another")

    def payer_of(self, part: str) -> tuple[str, str]:
        """Return name and id of the payer of a part."""
        if part == "A":
            return self.payer_name_a or self.payer_name, self.payer_id_a or self.payer_id
        return self.payer_name, self.payer_id


class LookupUpstream(CoreUpstream):
    """A clearinghouse's payer that finds a Medicare number by name, birth date and SSN (270/271)."""

    name: str = Field(
        "MBI look-up", min_length=1, max_length=20, description="Short name shown as the source"
    )
    receiver_id: str = Field(min_length=1, max_length=15, description="Receiver of the interchange")
    component_separator: str = Field(":", pattern=r"^[|:>\\^]$", description="As in CoreUpstream")
    payer_name: str = Field("MBI LOOKUP", min_length=1, max_length=60, description="Payer's name in the 270")
    payer_id: str = Field(min_length=1, max_length=20, description="The look-up payer's id")


class GatewayUpstream(Setting):
    """The gateway of access requests, claims and documents (docs/gateway-api)."""

    url: Url = Field(description="Base address, to which paths such as /access-requests are added")
    name: str = Field("Gateway", min_length=1, max_length=20, description="Short name shown as the source")
    uploads_url: Url | None = Field(
        None, description="Where documents' bytes go (tus 1.0); default: /uploads under the base address"
    )
    upload_origins: tuple[Url, ...] = Field(
        (),
        description="Other origins at which that server may let an upload lie; they get bytes, no sign-in",
    )
    page_size: int = Field(50, ge=1, le=200, description="Items asked for in one page of a list")
    most_pages: int = Field(40, ge=1, le=1000, description="Pages of one list that are read at most")
    limits: HttpLimits = HttpLimits(connect_seconds=10, read_seconds=30, most_bytes=2 * 1024 * 1024)
    trust: Trust = Trust()


class EligibilityRules(Setting):
    """What may be asked, and how unsure layouts are read."""

    months_back: int = Field(48, ge=0, le=120, description="How far back a date of service may lie")
    months_ahead: int = Field(4, ge=0, le=12, description="How far ahead, where future dates are allowed")
    allow_future_dates: bool = Field(
        False, description="The portal refuses them; HETS answers up to 4 months"
    )
    most_months: int = Field(24, ge=1, le=120, description="Longest span of dates of service in one inquiry")
    show_aco: bool = Field(False, description="The eligibility service sends nothing on ACO REACH")
    partb_id_words: tuple[str, ...] = Field(
        ("immunosuppressive",), description="MSG words that mean Part B-ID"
    )
    preventive_codes: tuple[str, ...] = Field((), description="HCPCS codes to ask; empty: the built-in list")
    vbid_contracts: tuple[str, ...] = Field((), description="Advantage contracts in the VBID hospice model")
