"""Answers and errors in the form that an Okta organisation gives them.

Summaries in quotes in Okta's public error list are exact; the others are our own words.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping

from starlette.responses import JSONResponse, Response

from spot_tui.sandbox.call import Refused

SUMMARIES: Mapping[str, tuple[int, str]] = {
    "E0000001": (400, "Api validation failed: {0}"),
    "E0000003": (400, "The body of the request is not well formed."),
    "E0000004": (401, "Authentication failed"),
    "E0000006": (403, "Not permitted with this token."),
    "E0000007": (404, "Not found."),
    "E0000009": (500, "Internal error."),
    "E0000010": (503, "Read only for maintenance."),
    "E0000011": (401, "Invalid token provided"),
    "E0000014": (403, "Update of credentials failed"),
    "E0000022": (405, "Method not allowed here."),
    "E0000034": (403, "A forgotten password cannot be set anew for this user now."),
    "E0000038": (403, "Not possible for a user in this state."),
    "E0000047": (429, "API call exceeded rate limit due to too many requests."),
    "E0000068": (403, "Invalid Passcode/Answer"),
    "E0000069": (403, "User Locked"),
    "E0000079": (403, "Not possible in the present state of this sign-in."),
    "E0000080": (403, "The password does not meet the rules of the password policy."),
    "E0000082": (403, "Each code can only be used once. Please wait for a new code and try again."),
    "E0000083": (403, "PassCode is valid but exceeded time window."),
    "E0000087": (403, "The answer to the recovery question is not the one on record."),
    "E0000098": (400, "The phone number is not valid."),
    "E0000109": (429, "A text message was sent less than 30 seconds ago."),
    "E0000118": (429, "An e-mail was sent less than 5 seconds ago."),
    "E0000133": (429, "A call was made less than 30 seconds ago."),
    "E0000155": (423, "The user is not active."),
}
WRONG_PASSCODE = "Your passcode/answer/token doesn't match our records. Please try again."
_BY_STATUS = {429: "E0000047", 500: "E0000009", 503: "E0000010"}


def reply(now: float, body: object, status: int = 200, remaining: int = 599, limit: int = 600) -> Response:
    """Return `body` as JSON with the headers that stand on every answer."""
    return JSONResponse(body, status, headers(now, remaining, limit))


def headers(now: float, remaining: int = 599, limit: int = 600) -> dict[str, str]:
    """Return the headers that stand on every answer."""
    return {
        "x-okta-request-id": secrets.token_urlsafe(16),
        "cache-control": "no-cache, no-store",
        "pragma": "no-cache",
        "x-rate-limit-limit": str(limit),
        "x-rate-limit-remaining": str(remaining),
        "x-rate-limit-reset": str(int(now) + (60 if remaining else 1)),
    }


def error_object(code: str, *causes: str, about: str = "") -> dict[str, object]:
    """Return the JSON body of an error."""
    return {
        "errorCode": code,
        "errorSummary": SUMMARIES[code][1].replace("{0}", about),
        "errorLink": code,
        "errorId": "oae" + secrets.token_urlsafe(16),
        "errorCauses": [{"errorSummary": cause} for cause in causes],
    }


def refuse(now: float, code: str, *causes: str, about: str = "") -> Refused:
    """Return the exception that answers with an error."""
    remaining, limit = (0, 4) if code == "E0000047" else (599, 600)
    return Refused(reply(now, error_object(code, *causes, about=about), SUMMARIES[code][0], remaining, limit))


def error_body(status: int) -> bytes:
    """Return the body of an error of the whole organisation."""
    return json.dumps(error_object(_BY_STATUS[status])).encode()


def read_body(now: float, body: bytes) -> dict[str, object]:
    """Return the JSON object of a request, or refuse."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        raise refuse(now, "E0000003") from None
    if not isinstance(value, dict):
        raise refuse(now, "E0000003")
    return value
