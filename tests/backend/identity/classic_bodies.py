"""Answers of the Classic engine beyond password, device and passcode."""

from __future__ import annotations

from typing import Any

from tests.backend.identity.organisation import STATE, challenge, link

PROFILE = {"login": "wren.applegarth", "firstName": "Wren", "lastName": "Applegarth"}
POLICY: dict[str, Any] = {
    "complexity": {"minLength": 8, "minLowerCase": 1, "minUpperCase": 0, "minNumber": 2, "minSymbol": 1},
    "age": {"minAgeMinutes": 60, "historyCount": 4},
}
SECRET = {"activation": {"timeStep": 30, "sharedSecret": "JBSWY3DPEHPK3PXP", "encoding": "base32"}}


def push(result: str = "WAITING", **answer: Any) -> dict[str, Any]:
    """Return the state of a request for approval."""
    body = challenge("push", factorResult=result)
    if answer:
        body["_embedded"]["factor"]["_embedded"] = {"challenge": answer}
    if result == "WAITING":
        body["_links"]["next"]["name"] = "poll"
    return body


def password(status: str, policy: object = None, skip: bool = False) -> dict[str, Any]:
    """Return a state in which the password is to be changed."""
    name = "resetPassword" if status == "PASSWORD_RESET" else "changePassword"
    links = {"next": link(f"/credentials/{name}", name), "cancel": link("/cancel")}
    if skip:
        links["skip"] = link("/skip", "skip")
    embedded = {"user": {"profile": PROFILE}} | ({"policy": policy} if policy is not None else {})
    return {"stateToken": STATE, "status": status, "_embedded": embedded, "_links": links}


def enrolment(*, skip: bool = False) -> dict[str, Any]:
    """Return the state in which devices are to be registered; e-mail is one already."""

    def entry(kind: str, provider: str, status: str = "NOT_SETUP") -> dict[str, Any]:
        links = {"_links": {"enroll": link("/factors")}} if status == "NOT_SETUP" else {}
        return {"factorType": kind, "provider": provider, "status": status, **links}

    factors = [
        entry("sms", "OKTA"),
        entry("token:software:totp", "GOOGLE"),
        entry("push", "OKTA"),
        entry("question", "OKTA"),
        entry("email", "OKTA", "ACTIVE"),
    ]
    links = {"cancel": link("/cancel")} | ({"skip": link("/skip", "skip")} if skip else {})
    return {"stateToken": STATE, "status": "MFA_ENROLL", "_embedded": {"factors": factors}, "_links": links}


def activation(kind: str, provider: str, **shown: Any) -> dict[str, Any]:
    """Return the state in which a new device is to give its first code."""
    factor = {"id": "n1", "factorType": kind, "provider": provider, **shown}
    links = {"next": link("/factors/n1/lifecycle/activate", "activate"), "prev": link("/previous")}
    if kind == "sms":
        links["resend"] = link("/factors/n1/lifecycle/resend", "sms")
    embedded = {"user": {"profile": PROFILE}, "factor": factor}
    return {"stateToken": STATE, "status": "MFA_ENROLL_ACTIVATE", "_embedded": embedded, "_links": links}


def recovery(factor: str, kind: str = "PASSWORD") -> dict[str, Any]:
    """Return the first state of a recovery."""
    body = {"status": "RECOVERY_CHALLENGE", "recoveryType": kind, "factorType": factor}
    if factor == "EMAIL":
        return body | {"factorResult": "WAITING"}
    path = f"/recovery/factors/{factor}"
    links = {"next": link(f"{path}/verify", "verify"), "resend": link(f"{path}/resend", factor.lower())}
    return body | {"stateToken": STATE, "_links": links}


def question() -> dict[str, Any]:
    """Return the state that asks the security question, with words that would steer a terminal."""
    user = {"profile": PROFILE, "recovery_question": {"question": "Which\x1b[2J bicycle?"}}
    links = {"next": link("/recovery/answer", "answer"), "cancel": link("/cancel")}
    return {"stateToken": STATE, "status": "RECOVERY", "_embedded": {"user": user}, "_links": links}
