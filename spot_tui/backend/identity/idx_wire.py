"""The Identity Engine on the wire: each form goes out once, in the media type that it accepts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType

from spot_tui.backend.http import Answer
from spot_tui.backend.identity.classic_body import text
from spot_tui.backend.identity.errors import authn_problem, idx_problem, oauth_problem
from spot_tui.backend.identity.idx_body import ION, Form, forms, read_form
from spot_tui.backend.identity.idx_messages import messages
from spot_tui.backend.identity.organisation import Organisation
from spot_tui.backend.problems import Problem

_OK = range(200, 300)
_NOTHING: Mapping[str, object] = MappingProxyType({})


class IdxWire:
    """One transaction: `body` is what the organisation said last that can be gone on from."""

    def __init__(self, organisation: Organisation) -> None:
        self.body: Mapping[str, object] = _NOTHING
        self._organisation = organisation

    async def introspect(self, interaction_handle: str) -> None:
        """Begin. Raises `Problem`, as `send` does."""
        address = f"{self._organisation.url}/idp/idx/introspect"
        self._take(await self._post(address, ION, {"interactionHandle": interaction_handle}))

    async def send(self, form: Form, values: Mapping[str, object]) -> None:
        """Send a form with these values.

        Raises `Problem`; an error after which the organisation still asks for something leaves that in
        `body`, so that it can be answered.
        """
        if not form.href or form.method.upper() != "POST":
            raise Problem("identity.unknown_state", (), {"status": form.name or "?"})
        handle = text(self.body, "stateHandle") or text(form.field("stateHandle"), "value")
        if not handle:
            raise Problem("identity.expired")
        self._take(await self._post(form.href, form.accepts, {**values, "stateHandle": handle}))

    async def cancel(self) -> None:
        """Tell the organisation, if it said how, and forget everything."""
        form, handle = read_form(self.body.get("cancel")), text(self.body, "stateHandle")
        self.forget()
        if form.href and handle:
            await self._post(form.href, form.accepts, {"stateHandle": handle})

    def forget(self) -> None:
        """Forget what was said."""
        self.body = _NOTHING

    async def _post(self, address: str, media_type: str, body: Mapping[str, object]) -> Answer:
        headers = {"Content-Type": media_type, "Accept": ION}
        return await self._organisation.send("POST", address, headers, json.dumps(body).encode())

    def _take(self, answer: Answer) -> None:
        """Keep an answer, or raise what it says went wrong: errors come with a whole body too."""
        body = answer.read_object()
        if "errorCode" in body:
            raise authn_problem(answer, body)
        if isinstance(body.get("error"), str):
            raise oauth_problem(answer, str(body["error"]), text(body, "error_description"))
        if text(body, "stateHandle") and forms(body):
            self.body = body
        told = next((told for told in messages(body) if told.is_error), None)
        if told is not None:
            raise idx_problem(answer, told.key, told.words)
        if answer.status not in _OK:
            raise idx_problem(answer, "", "")
        kept = {"stateHandle": text(self.body, "stateHandle")}
        self.body = body if text(body, "stateHandle") else {**body, **kept}
