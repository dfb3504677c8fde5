"""Who may ask the practice portal's CORE side, and which numbers make a fault or a reject (`core.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal

from pydantic import model_validator

from spot_tui.sandbox.faults import CORE_KINDS, KINDS
from spot_tui.sandbox.moving_dates import DayText
from spot_tui.sandbox.people import Fact, MbiText

Loop = Literal["2000A", "2100A", "2100B", "2100C", "2110C"]


class Submitter(Fact):
    """Who may send, and whether a user-name token or a signature must be shown. One that is must be right."""

    id: str
    token_required: bool = False
    signature_required: bool = False


class KnownProvider(Fact):
    """A provider that may be asked for; `reject` is the AAA code that it always gets."""

    npi: str
    role: str
    reject: str = ""
    enrolled_from: DayText | None = None


class NumberedFault(Fact):
    """A Medicare number that makes a fault."""

    mbi: MbiText
    kind: str
    shows: str

    @model_validator(mode="after")
    def _known_kind(self) -> NumberedFault:
        if self.kind not in (*KINDS, *CORE_KINDS):
            raise ValueError(f"unknown fault {self.kind}")
        return self


class RejectRule(Fact):
    """A reject: AAA03, where it stands, AAA04, and the Medicare number that always gets it.

    `valid` is AAA01 Y; `once`: the first try only; `wrapped`: as a clearinghouse wraps it; `by_itself` tells
    in words how else it comes.
    """

    code: str
    mbi: MbiText
    loop: Loop
    action: Literal["C", "N", "P", "R", "S", "W", "X", "Y"]
    valid: bool = False
    once: bool = False
    wrapped: bool = False
    text: str = ""
    by_itself: str = ""


class CoreRules(Fact):
    """The data file."""

    as_of: str
    username: str
    password: str
    receivers: frozenset[str]
    payers: frozenset[str]
    lookup_payer: str
    """The payer that finds a Medicare number by the Social Security number."""
    submitter: tuple[Submitter, ...]
    provider: tuple[KnownProvider, ...]
    fault: tuple[NumberedFault, ...]
    reject: tuple[RejectRule, ...]

    def find_submitter(self, sender_id: str) -> Submitter | None:
        """Return the submitter of this id."""
        return next((known for known in self.submitter if known.id == sender_id), None)


@cache
def core_rules() -> CoreRules:
    """Return the rules, validated when first needed."""
    text = files("spot_tui.sandbox").joinpath("core.toml").read_text(encoding="utf-8")
    return CoreRules.model_validate(tomllib.loads(text))


@cache
def providers_by_npi() -> Mapping[str, KnownProvider]:
    """Return the known providers."""
    return MappingProxyType({provider.npi: provider for provider in core_rules().provider})


@cache
def rejects_by_mbi() -> Mapping[str, RejectRule]:
    """Return the rejects by their Medicare number."""
    return MappingProxyType({rule.mbi: rule for rule in core_rules().reject})


@cache
def rejects_by_code() -> Mapping[str, RejectRule]:
    """Return the rejects by AAA03."""
    return MappingProxyType({rule.code: rule for rule in core_rules().reject})


@cache
def faults_by_mbi() -> Mapping[str, str]:
    """Return the kinds of fault by their Medicare number."""
    return MappingProxyType({fault.mbi: fault.kind for fault in core_rules().fault})
