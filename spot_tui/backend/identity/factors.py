"""The wire for a person's own devices: Okta's Factors interface, with her own token.

Whether an organisation lets people change their devices this way is its own choice (scopes
``okta.users.read.self`` and ``okta.users.manage.self``); it is off unless ``identity.device_changes`` says
``factors``. The same on both engines. Source: Okta's public description of the Factors API; RFC 9470 for
sign-ins that are not fresh enough.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from spot_tui.backend.identity.classic_body import NAMED, text
from spot_tui.backend.identity.device_wire import own_address, rows
from spot_tui.backend.identity.errors import authn_problem
from spot_tui.backend.identity.prompts import DeviceKind
from spot_tui.backend.problems import Problem

if TYPE_CHECKING:
    from spot_tui.backend.gateway import Bearer
    from spot_tui.backend.http import Answer, UpstreamClient
    from spot_tui.backend.upstreams import IdentityUpstream

_JSON = {"Accept": "application/json"}
_OK = range(200, 300)
_NOTHING = 204
_NOT_ALLOWED = frozenset({"E0000006", "E0000015", "E0000022", "E0000038"})
_NOT_FRESH = frozenset({"insufficient_authentication_context", "insufficient_user_authentication"})
_SECONDS = re.compile(r'max_age="?(\d{1,7})')
_ERROR = re.compile(r'error="([a-z_]{1,60})"')
_DEFAULT_FRESH_SECONDS = 900
_TAKEN = ("already set up", "existing verified phone")


class Factors:
    """Calls about the devices of who bears the token. Each is sent once; nothing is repeated by itself."""

    def __init__(self, upstream: IdentityUpstream, client: UpstreamClient) -> None:
        self.host = urlsplit(upstream.organisation_url).hostname or ""
        self._page = upstream.account_page
        self._address = f"{upstream.organisation_url}/api/v1/users/me"
        self._client = client

    async def registered(self, bearer: Bearer) -> list[Mapping[str, object]]:
        """Return what the organisation tells of the person's devices."""
        return self._list(await self._send("GET", bearer, "/factors"))

    async def catalogue(self, bearer: Bearer) -> list[Mapping[str, object]]:
        """Return what may be registered."""
        return self._list(await self._send("GET", bearer, "/factors/catalog"))

    async def enrol(
        self, bearer: Bearer, factor_type: str, provider: str, *, number: str = ""
    ) -> Mapping[str, object]:
        """Begin to register a device, and return it as it stands then."""
        body: dict[str, object] = {"factorType": factor_type, "provider": provider}
        query = {"updatePhone": "true"} if number else {}
        if number:
            body["profile"] = {"phoneNumber": number}
        elif (factor_type, provider) == NAMED[DeviceKind.EMAIL]:
            body["profile"] = {"email": own_address(self._one(await self._send("GET", bearer, "")))}
        return self._one(await self._send("POST", bearer, "/factors", body, query))

    async def activate(self, bearer: Bearer, device_id: str, code: str) -> None:
        """Send the first code of a device that was begun."""
        path = f"/factors/{_part(device_id)}/lifecycle/activate"
        self._one(await self._send("POST", bearer, path, {"passCode": code}))

    async def resend(self, bearer: Bearer, begun: Mapping[str, object]) -> None:
        """Have the code of a device that was begun sent again."""
        body = {name: begun[name] for name in ("factorType", "provider", "profile") if name in begun}
        path = f"/factors/{_part(text(begun, 'id'))}/resend"
        self._one(await self._send("POST", bearer, path, body))

    async def remove(self, bearer: Bearer, device_id: str) -> None:
        """Remove a device."""
        answer = await self._send("DELETE", bearer, f"/factors/{_part(device_id)}")
        if answer.status != _NOTHING:
            self._one(answer)

    async def _send(
        self,
        method: str,
        bearer: Bearer,
        tail: str,
        body: Mapping[str, object] | None = None,
        query: Mapping[str, str] | None = None,
    ) -> Answer:
        headers = {"Authorization": f"Bearer {bearer.access_token()}", **_JSON}
        content = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            content = json.dumps(body).encode()
        return await self._client.send(method, self._address + tail, headers, content, query)

    def _one(self, answer: Answer) -> Mapping[str, object]:
        if answer.status in _OK:
            return answer.read_object()
        raise self._problem(answer)

    def _list(self, answer: Answer) -> list[Mapping[str, object]]:
        if answer.status not in _OK:
            raise self._problem(answer)
        try:
            value = json.loads(answer.body)
        except (ValueError, RecursionError):
            raise answer.unusable() from None
        if not isinstance(value, list):
            raise answer.unusable()
        return rows(value)

    def _problem(self, answer: Answer) -> Problem:
        """Return what an error means: by the challenge of the token first, then by its code."""
        challenge = answer.headers.get("www-authenticate", "")
        said = _ERROR.search(challenge)
        if said and said[1] in _NOT_FRESH:
            seconds = _SECONDS.search(challenge)
            fresh = int(seconds[1]) if seconds else _DEFAULT_FRESH_SECONDS
            minutes = max(fresh // 60, 1)
            return Problem("devices.sign_in_again", (), {"minutes": minutes}, reference=answer.reference)
        if said and said[1] == "insufficient_scope":
            return Problem("devices.not_here", (), {"page": self._page}, reference=answer.reference)
        return self._told(answer, authn_problem(answer, answer.read_object()))

    def _told(self, answer: Answer, problem: Problem) -> Problem:
        code = text(answer.read_object(), "errorCode")
        words = problem.upstream_words.lower()
        about: dict[str, object] = {"page": self._page}
        means = ""
        if code in _NOT_ALLOWED:
            means = "devices.not_here"
        elif code == "E0000007":
            means = "devices.gone"
        elif code == "E0000011":
            means, about = "gateway.token", {"upstream": self._client.name}
        elif any(phrase in words for phrase in _TAKEN):
            means = "devices.already"
        if not means:
            return problem
        return Problem(means, (), about, problem.upstream_words, problem.reference)


def _part(text_: str) -> str:
    """Return an id as one part of a path; ``.`` and ``..`` would lead elsewhere, so they lead nowhere."""
    return quote(text_.strip(), safe="").replace(".", "%2E") or "-"
