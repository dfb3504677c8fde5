"""The five kinds of problem, and the one table from problem code to kind and exit code.

Everything that can go wrong is one of the portal's own five categories (SPOT User Guide, section 12). A
`Problem` holds a code and parameters; its sentences are made at the edge by `spot_tui.words`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from spot_tui.backend.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Kind(StrEnum):
    """The portal's five categories of problem."""

    PERMISSION = "permission"
    UNAVAILABLE = "unavailable"
    MATCHING = "matching"
    FORMAT = "format"
    INCOMPLETE = "incomplete"


EXIT_DONE = 0
EXIT_INTERNAL = 1
EXIT_USAGE = 2
EXIT_UNREADABLE = 8
EXIT_INTEGRITY = 9
EXIT_INTERRUPTED = 130

KIND_EXITS = MappingProxyType(
    {Kind.INCOMPLETE: 3, Kind.FORMAT: 4, Kind.MATCHING: 5, Kind.PERMISSION: 6, Kind.UNAVAILABLE: 7}
)

# Codes whose exit code says more than their kind does.
SPECIAL_EXITS = MappingProxyType(
    {
        "file.unreadable": EXIT_UNREADABLE,
        "file.empty": EXIT_UNREADABLE,
        "file.header": EXIT_UNREADABLE,
        "file.missing": EXIT_UNREADABLE,
        "file.too_big": EXIT_UNREADABLE,
        "audit.broken": EXIT_INTEGRITY,
        "vault.broken": EXIT_INTEGRITY,
        "kept.broken": EXIT_INTEGRITY,
        "outbox.broken": EXIT_INTEGRITY,
        "changes.file": EXIT_UNREADABLE,
        "settings.unreadable": EXIT_USAGE,
        "settings.invalid": EXIT_USAGE,
        "settings.profile": EXIT_USAGE,
        "terminal.dumb": EXIT_USAGE,
        "terminal.missing": EXIT_USAGE,
    }
)

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "field.missing": Kind.INCOMPLETE,
        "mbi.dash": Kind.FORMAT,
        "mbi.hicn": Kind.FORMAT,
        "mbi.length": Kind.FORMAT,
        "mbi.never": Kind.FORMAT,
        "mbi.first": Kind.FORMAT,
        "mbi.letter": Kind.FORMAT,
        "mbi.digit": Kind.FORMAT,
        "mbi.either": Kind.FORMAT,
        "npi.shape": Kind.FORMAT,
        "npi.check": Kind.FORMAT,
        "name.shape": Kind.FORMAT,
        "name.length": Kind.FORMAT,
        "date.shape": Kind.FORMAT,
        "date.calendar": Kind.FORMAT,
        "birth.future": Kind.FORMAT,
        "birth.early": Kind.FORMAT,
        "service.future": Kind.FORMAT,
        "service.late": Kind.FORMAT,
        "service.early": Kind.FORMAT,
        "passcode.shape": Kind.FORMAT,
        "yubikey.shape": Kind.FORMAT,
        "phone.shape": Kind.FORMAT,
        "mail_token.shape": Kind.FORMAT,
        "settings.unreadable": Kind.FORMAT,
        "settings.invalid": Kind.FORMAT,
        "settings.profile": Kind.FORMAT,
        "dates.order": Kind.MATCHING,
        "period.order": Kind.MATCHING,
        "dates.before_birth": Kind.MATCHING,
        "dates.span": Kind.MATCHING,
        "file.unreadable": Kind.FORMAT,
        "output.unwritable": Kind.UNAVAILABLE,
        "terms.declined": Kind.PERMISSION,
        "eligibility.not_set_up": Kind.UNAVAILABLE,
        "input.json": Kind.FORMAT,
        "input.key": Kind.FORMAT,
        "practice.only": Kind.PERMISSION,
        "choice.unknown": Kind.FORMAT,
        "terminal.dumb": Kind.UNAVAILABLE,
        "terminal.missing": Kind.UNAVAILABLE,
        "file.empty": Kind.FORMAT,
        "read.kiosk": Kind.PERMISSION,
        "read.absent": Kind.MATCHING,
        "file.header": Kind.FORMAT,
        "file.missing": Kind.FORMAT,
        "file.too_big": Kind.FORMAT,
        "aaa.permission": Kind.PERMISSION,
        "aaa.unavailable": Kind.UNAVAILABLE,
        "aaa.matching": Kind.MATCHING,
        "aaa.format": Kind.FORMAT,
        "aaa.incomplete": Kind.INCOMPLETE,
        "upstream.unreachable": Kind.UNAVAILABLE,
        "upstream.timeout": Kind.UNAVAILABLE,
        "upstream.dropped": Kind.UNAVAILABLE,
        "upstream.too_large": Kind.UNAVAILABLE,
        "upstream.tls": Kind.UNAVAILABLE,
        "upstream.certificate": Kind.UNAVAILABLE,
        "upstream.client_certificate": Kind.PERMISSION,
        "upstream.busy": Kind.UNAVAILABLE,
        "upstream.address": Kind.UNAVAILABLE,
        "upstream.page": Kind.UNAVAILABLE,
        "upstream.unreadable": Kind.UNAVAILABLE,
        "upstream.down": Kind.UNAVAILABLE,
        "core.http_denied": Kind.PERMISSION,
        "core.http_refused": Kind.FORMAT,
        "core.empty": Kind.UNAVAILABLE,
        "core.cut": Kind.UNAVAILABLE,
        "core.doctype": Kind.UNAVAILABLE,
        "core.fault": Kind.UNAVAILABLE,
        "core.denied": Kind.PERMISSION,
        "core.field_required": Kind.INCOMPLETE,
        "core.field_refused": Kind.FORMAT,
        "core.settings": Kind.UNAVAILABLE,
        "core.refused": Kind.UNAVAILABLE,
        "core.no_payload": Kind.UNAVAILABLE,
        "core.foreign_text": Kind.UNAVAILABLE,
        "core.password": Kind.UNAVAILABLE,
        "core.expired": Kind.UNAVAILABLE,
        "core.signing_missing": Kind.UNAVAILABLE,
        "core.signing_key": Kind.UNAVAILABLE,
        "certificate.unreadable": Kind.UNAVAILABLE,
        "certificate.none": Kind.UNAVAILABLE,
        "certificate.open": Kind.UNAVAILABLE,
        "certificate.key": Kind.UNAVAILABLE,
        "certificate.passphrase": Kind.UNAVAILABLE,
        "certificate.pair": Kind.UNAVAILABLE,
        "certificate.ended": Kind.UNAVAILABLE,
        "certificate.early": Kind.UNAVAILABLE,
        "check.no_address": Kind.UNAVAILABLE,
        "check.refused": Kind.UNAVAILABLE,
        "check.silent": Kind.UNAVAILABLE,
        "check.no_route": Kind.UNAVAILABLE,
        "check.proxy": Kind.UNAVAILABLE,
        "check.no_tls": Kind.UNAVAILABLE,
        "check.tls": Kind.UNAVAILABLE,
        "check.tls_closed": Kind.UNAVAILABLE,
        "check.tls_silent": Kind.UNAVAILABLE,
        "check.tls_ended": Kind.UNAVAILABLE,
        "check.tls_early": Kind.UNAVAILABLE,
        "check.tls_host": Kind.UNAVAILABLE,
        "check.tls_self": Kind.UNAVAILABLE,
        "check.tls_issuer": Kind.UNAVAILABLE,
        "check.dropped": Kind.UNAVAILABLE,
        "check.redirect": Kind.UNAVAILABLE,
        "check.header": Kind.UNAVAILABLE,
        "check.discovery": Kind.UNAVAILABLE,
        "check.issuer": Kind.UNAVAILABLE,
        "check.keys": Kind.UNAVAILABLE,
        "ack.ta1": Kind.FORMAT,
        "ack.999": Kind.FORMAT,
        "answer.unreadable": Kind.UNAVAILABLE,
        "answer.cut": Kind.UNAVAILABLE,
        "answer.kind": Kind.UNAVAILABLE,
        "answer.mismatch": Kind.UNAVAILABLE,
        "identity.credentials": Kind.PERMISSION,
        "identity.maybe_locked": Kind.PERMISSION,
        "identity.not_tried": Kind.PERMISSION,
        "identity.locked": Kind.PERMISSION,
        "identity.suspended": Kind.PERMISSION,
        "identity.not_assigned": Kind.PERMISSION,
        "identity.still_not_assigned": Kind.PERMISSION,
        "identity.no_request": Kind.PERMISSION,
        "identity.pending": Kind.PERMISSION,
        "identity.denied": Kind.PERMISSION,
        "identity.removed": Kind.PERMISSION,
        "identity.stale": Kind.PERMISSION,
        "identity.inactive": Kind.PERMISSION,
        "identity.invalid": Kind.FORMAT,
        "identity.program": Kind.UNAVAILABLE,
        "identity.passcode_wrong": Kind.PERMISSION,
        "identity.passcode_used": Kind.PERMISSION,
        "identity.passcode_late": Kind.PERMISSION,
        "identity.expired": Kind.PERMISSION,
        "identity.mail_token": Kind.PERMISSION,
        "identity.rate_limited": Kind.UNAVAILABLE,
        "identity.resend_wait": Kind.UNAVAILABLE,
        "identity.resend_cap": Kind.UNAVAILABLE,
        "identity.device_off": Kind.PERMISSION,
        "identity.no_usable_device": Kind.PERMISSION,
        "identity.no_device": Kind.PERMISSION,
        "identity.password_expired": Kind.PERMISSION,
        "identity.refused": Kind.PERMISSION,
        "identity.one_factor": Kind.PERMISSION,
        "identity.refused_before": Kind.PERMISSION,
        "identity.cancelled": Kind.PERMISSION,
        "identity.push_rejected": Kind.PERMISSION,
        "identity.push_timeout": Kind.PERMISSION,
        "identity.push_limit": Kind.PERMISSION,
        "identity.answer_wrong": Kind.PERMISSION,
        "identity.old_password": Kind.PERMISSION,
        "identity.password_rules": Kind.FORMAT,
        "identity.phone": Kind.FORMAT,
        "identity.recovery": Kind.PERMISSION,
        "identity.elsewhere": Kind.PERMISSION,
        "identity.grant_expired": Kind.PERMISSION,
        "identity.grant_denied": Kind.PERMISSION,
        "identity.grant_off": Kind.UNAVAILABLE,
        "identity.grant_unattended": Kind.PERMISSION,
        "identity.person_needed": Kind.PERMISSION,
        "identity.ended_by_message": Kind.PERMISSION,
        "identity.busy": Kind.UNAVAILABLE,
        "identity.unknown_state": Kind.UNAVAILABLE,
        "identity.engine": Kind.UNAVAILABLE,
        "identity.token": Kind.UNAVAILABLE,
        "identity.configuration": Kind.UNAVAILABLE,
        "devices.not_here": Kind.PERMISSION,
        "devices.sign_in_again": Kind.PERMISSION,
        "devices.already": Kind.MATCHING,
        "devices.gone": Kind.MATCHING,
        "gateway.not_set_up": Kind.UNAVAILABLE,
        "gateway.token": Kind.PERMISSION,
        "gateway.busy": Kind.UNAVAILABLE,
        "gateway.in_progress": Kind.UNAVAILABLE,
        "gateway.endless": Kind.UNAVAILABLE,
        "gateway.not_found": Kind.MATCHING,
        "gateway.changed": Kind.MATCHING,
        "gateway.permission": Kind.PERMISSION,
        "gateway.unavailable": Kind.UNAVAILABLE,
        "gateway.matching": Kind.MATCHING,
        "gateway.format": Kind.FORMAT,
        "gateway.incomplete": Kind.INCOMPLETE,
        "access.no_onboarding": Kind.PERMISSION,
        "access.already_requested": Kind.PERMISSION,
        "access.already_held": Kind.PERMISSION,
        "access.no_organisation": Kind.MATCHING,
        "access.no_request": Kind.MATCHING,
        "access.no_role": Kind.MATCHING,
        "access.not_approver": Kind.PERMISSION,
        "access.not_yours": Kind.PERMISSION,
        "access.own_request": Kind.PERMISSION,
        "access.own_role": Kind.PERMISSION,
        "access.not_end_user": Kind.PERMISSION,
        "access.decided": Kind.MATCHING,
        "access.role_over": Kind.MATCHING,
        "access.role_choice": Kind.FORMAT,
        "access.part_choice": Kind.FORMAT,
        "claims.not_set_up": Kind.UNAVAILABLE,
        "claims.too_wide": Kind.INCOMPLETE,
        "claims.too_many": Kind.INCOMPLETE,
        "claims.none": Kind.MATCHING,
        "claims.not_yours": Kind.PERMISSION,
        "claims.provider_refused": Kind.PERMISSION,
        "claims.asked_wrong": Kind.FORMAT,
        "claims.away": Kind.UNAVAILABLE,
        "licences.file": Kind.UNAVAILABLE,
        "licences.uncovered": Kind.UNAVAILABLE,
        "licences.declined": Kind.PERMISSION,
        "claim_number.shape": Kind.FORMAT,
        "part.choice": Kind.FORMAT,
        "text.length": Kind.FORMAT,
        "text.shape": Kind.FORMAT,
        "ptan.shape": Kind.FORMAT,
        "tin.shape": Kind.FORMAT,
        "state.shape": Kind.FORMAT,
        "zip.shape": Kind.FORMAT,
        "help.nothing": Kind.MATCHING,
        "help.page": Kind.MATCHING,
        "session.ended": Kind.PERMISSION,
        "session.idle": Kind.PERMISSION,
        "session.longest": Kind.PERMISSION,
        "session.token": Kind.PERMISSION,
        "session.elsewhere": Kind.PERMISSION,
        "session.taken_over": Kind.PERMISSION,
        "session.second": Kind.PERMISSION,
        "session.registry": Kind.UNAVAILABLE,
        "unlock.wrong": Kind.PERMISSION,
        "unlock.ended": Kind.PERMISSION,
        "unlock.no_pin": Kind.PERMISSION,
        "pin.shape": Kind.FORMAT,
        "pin.easy": Kind.FORMAT,
        "pin.differs": Kind.MATCHING,
        "password.differs": Kind.MATCHING,
        "sandbox.in_use": Kind.UNAVAILABLE,
        "sandbox.world": Kind.UNAVAILABLE,
        "sandbox.port": Kind.UNAVAILABLE,
        "sandbox.certificate": Kind.INCOMPLETE,
        "sandbox.certificate_unusable": Kind.UNAVAILABLE,
        "audit.unwritable": Kind.UNAVAILABLE,
        "audit.broken": Kind.UNAVAILABLE,
        "vault.unwritable": Kind.UNAVAILABLE,
        "vault.broken": Kind.UNAVAILABLE,
        "vault.too_long": Kind.FORMAT,
        "draft.unknown": Kind.MATCHING,
        "corrections.none": Kind.MATCHING,
        "corrections.open": Kind.MATCHING,
        "corrections.refused": Kind.PERMISSION,
        "corrections.override": Kind.INCOMPLETE,
        "appeals.none": Kind.MATCHING,
        "appeals.open": Kind.MATCHING,
        "appeals.decided": Kind.MATCHING,
        "appeals.refused": Kind.PERMISSION,
        "appeals.no_letter": Kind.MATCHING,
        "outbox.not_set_up": Kind.UNAVAILABLE,
        "outbox.no_provider": Kind.INCOMPLETE,
        "outbox.broken": Kind.UNAVAILABLE,
        "outbox.unwritable": Kind.UNAVAILABLE,
        "outbox.too_long": Kind.FORMAT,
        "outbox.unknown": Kind.MATCHING,
        "outbox.not_waiting": Kind.MATCHING,
        "outbox.unconfirmed": Kind.MATCHING,
        "outbox.other_provider": Kind.PERMISSION,
        "outbox.not_yet": Kind.UNAVAILABLE,
        "kept.unwritable": Kind.UNAVAILABLE,
        "kept.broken": Kind.UNAVAILABLE,
        "kept.too_long": Kind.FORMAT,
        "kept.outdated": Kind.MATCHING,
        "kept.rejected": Kind.MATCHING,
        "rule.R01": Kind.PERMISSION,
        "rule.R02": Kind.PERMISSION,
        "rule.R03": Kind.PERMISSION,
        "rule.R04": Kind.PERMISSION,
        "rule.R05": Kind.PERMISSION,
        "rule.R06": Kind.PERMISSION,
        "rule.R07": Kind.PERMISSION,
        "rule.R08": Kind.PERMISSION,
        "rule.R09": Kind.MATCHING,
        "rule.R10": Kind.INCOMPLETE,
        "rule.R11": Kind.PERMISSION,
        "rule.R12": Kind.PERMISSION,
        "rule.R13": Kind.PERMISSION,
        "rule.R14": Kind.PERMISSION,
        "rule.R15": Kind.FORMAT,
        "rule.R16": Kind.FORMAT,
        "rule.R17": Kind.FORMAT,
        "rule.R18": Kind.FORMAT,
        "rule.R19": Kind.FORMAT,
        "rule.R20": Kind.FORMAT,
        "rule.R21": Kind.FORMAT,
        "rule.R25": Kind.FORMAT,
        "rule.R26": Kind.INCOMPLETE,
        "rule.R28": Kind.FORMAT,
        "rule.R29": Kind.FORMAT,
        "rule.R31": Kind.INCOMPLETE,
        "rule.R32": Kind.MATCHING,
        "rule.R33": Kind.MATCHING,
        "rule.R34": Kind.MATCHING,
        "rule.R35": Kind.MATCHING,
        "rule.R36": Kind.FORMAT,
        "rule.R37": Kind.FORMAT,
        "rule.R41": Kind.FORMAT,
        "rule.R42": Kind.FORMAT,
        "rule.R43": Kind.FORMAT,
        "rule.R44": Kind.FORMAT,
        "rule.R45": Kind.FORMAT,
        "rule.R46": Kind.FORMAT,
        "rule.R47": Kind.FORMAT,
        "rule.R48": Kind.FORMAT,
        "rule.R49": Kind.FORMAT,
        "rule.R50": Kind.FORMAT,
        "rule.R51": Kind.PERMISSION,
        "rule.R52": Kind.PERMISSION,
        "rule.R54": Kind.PERMISSION,
        "rule.R55": Kind.PERMISSION,
        "rule.R56": Kind.PERMISSION,
        "rule.R57": Kind.INCOMPLETE,
        "rule.R58": Kind.FORMAT,
        "rule.R59": Kind.FORMAT,
        "rule.R60": Kind.PERMISSION,
        "rule.R61": Kind.PERMISSION,
        "rule.R62": Kind.PERMISSION,
        "rule.R63": Kind.FORMAT,
        "rule.R64": Kind.FORMAT,
        "rule.R65": Kind.FORMAT,
        "rule.R66": Kind.INCOMPLETE,
        "rule.R67": Kind.INCOMPLETE,
        "rule.R68": Kind.FORMAT,
        "rule.R69": Kind.PERMISSION,
        "rule.R70": Kind.FORMAT,
        "rule.R71": Kind.FORMAT,
        "rule.R72": Kind.FORMAT,
        "rule.R73": Kind.FORMAT,
        "rule.R75": Kind.PERMISSION,
        "procedure.shape": Kind.FORMAT,
        "modifier.shape": Kind.FORMAT,
        "diagnosis.shape": Kind.FORMAT,
        "diagnosis.twice": Kind.FORMAT,
        "diagnosis.too_many": Kind.FORMAT,
        "place.shape": Kind.FORMAT,
        "units.shape": Kind.FORMAT,
        "money.shape": Kind.FORMAT,
        "changes.file": Kind.FORMAT,
        "rules.file": Kind.UNAVAILABLE,
    }
)


@dataclass(eq=False)
class Problem(Exception):
    """Something that went wrong, where, and with whose words.

    `code` is a key of `KINDS`; `fields` are the form fields it belongs to, if any; `parameters` fill its
    sentences; `upstream_words` are the exact words of the other side, to be quoted by phone, and `reference`
    its request id.
    """

    code: str
    fields: tuple[str, ...] = ()
    parameters: Mapping[str, object] = field(default_factory=dict)
    upstream_words: str = ""
    reference: str = ""

    def __post_init__(self) -> None:
        """Refuse an unknown code and clean what another side sent."""
        if self.code not in KINDS:
            raise ValueError(f"unknown problem code {self.code!r}")
        self.upstream_words = clean_line(self.upstream_words)
        self.reference = clean_line(self.reference, 80)
        super().__init__(self.code)

    @property
    def kind(self) -> Kind:
        """The category that this problem belongs to."""
        return KINDS[self.code]

    @property
    def exit_code(self) -> int:
        """The exit code of a command that ends with this problem."""
        return SPECIAL_EXITS.get(self.code, KIND_EXITS[self.kind])


def worst_exit(codes: Iterable[int]) -> int:
    """Return the exit code of a command that did several things: the highest of theirs, or 0."""
    return max(codes, default=EXIT_DONE)
