"""What a sign-in on the Identity Engine is for, and which forms it therefore fills in by itself.

Each form is filled in once: an organisation that asks again for what it was given is not given it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from spot_tui.backend.identity import idx_body
from spot_tui.backend.identity.idx_body import PASSWORD, QUESTION, Form
from spot_tui.backend.identity.prompts import DeviceKind
from spot_tui.backend.problems import Problem

Filled = tuple[Form, Mapping[str, object]]


class Errand(Protocol):
    """What the sign-in is for."""

    @property
    def user_id(self) -> str:
        """Whose sign-in it is."""
        ...

    def next(self, body: Mapping[str, object]) -> Filled | None:
        """Return the form that is to be sent now, or None where the person is to be asked."""
        ...


class Plain:
    """A sign-in with user ID and password, in one form or in two, the password first or second."""

    def __init__(self, user_id: str, password: str) -> None:
        self.user_id = user_id
        self._password = password
        self._identified = False

    def next(self, body: Mapping[str, object]) -> Filled | None:
        """Fill in the user ID and the password."""
        forms = idx_body.forms(body)
        if not self._identified and "identify" in forms:
            self._identified = True
            return self._identify(forms["identify"])
        if not self._password:
            return None
        challenge = forms.get("challenge-authenticator")
        if challenge is not None and challenge.secret_name() and idx_body.current_key(body) == PASSWORD:
            return challenge, {"credentials": {challenge.secret_name(): self._take_password()}}
        return _only(body, forms.get("select-authenticator-authenticate"), PASSWORD)

    def _identify(self, form: Form) -> Filled:
        values: dict[str, object] = {"identifier": self.user_id}
        if form.secret_name():
            values["credentials"] = {form.secret_name(): self._take_password()}
        if form.field("rememberMe") is not None:
            values["rememberMe"] = False
        return form, values

    def _take_password(self) -> str:
        password, self._password = self._password, ""
        return password


class Forgot:
    """A new password for a forgotten one."""

    def __init__(self, user_id: str, channel: DeviceKind) -> None:
        self.user_id = user_id
        self._channel = channel
        self._asked: set[str] = set()

    def next(self, body: Mapping[str, object]) -> Filled | None:
        """Go to where the password is forgotten, say who it is, and have the code sent."""
        forms = idx_body.forms(body)
        if self._first("identify-recovery", forms):
            return forms["identify-recovery"], {"identifier": self.user_id}
        recover = idx_body.action(body, "recover")
        if recover is not None and "recover" not in self._asked:
            self._asked.add("recover")
            return recover, {}
        if self._first("identify", forms):
            if forms["identify"].secret_name():
                raise Problem("identity.recovery")
            return forms["identify"], {"identifier": self.user_id}
        if "recover" not in self._asked and "identify-recovery" not in self._asked:
            raise Problem("identity.recovery")
        return self._channel_of(body, forms)

    def _channel_of(self, body: Mapping[str, object], forms: Mapping[str, Form]) -> Filled | None:
        form = forms.get("select-authenticator-authenticate")
        if form is None:
            return None
        if "channel" not in self._asked:
            self._asked.add("channel")
            for choice in idx_body.choices(body, form):
                if choice.device.kind is self._channel:
                    return form, {"authenticator": dict(choice.values)}
        return _only(body, form, QUESTION)

    def _first(self, name: str, forms: Mapping[str, Form]) -> bool:
        """Tell whether a form is there that was not filled in yet, and note that it is now."""
        if name not in forms or name in self._asked:
            return False
        self._asked.add(name)
        return True


class Unlock:
    """A locked account, to be opened by who owns it."""

    def __init__(self, user_id: str, channel: DeviceKind) -> None:
        self.user_id = user_id
        self._channel = channel
        self._asked: set[str] = set()

    def next(self, body: Mapping[str, object]) -> Filled | None:
        """Go to where an account is opened, say which, and by which way."""
        forms = idx_body.forms(body)
        for name in ("select-authenticator-unlock-account", "unlock-account"):
            form = forms.get(name)
            if form is None or form.field("identifier") is None or "who" in self._asked:
                continue
            self._asked.add("who")
            return form, {"identifier": self.user_id, **self._way(body, form)}
        if "unlock-account" in forms and not self._asked:
            self._asked.add("unlock-account")
            return forms["unlock-account"], {}
        if "who" not in self._asked:
            raise Problem("identity.recovery")
        return _only(body, forms.get("select-authenticator-authenticate"), QUESTION)

    def _way(self, body: Mapping[str, object], form: Form) -> Mapping[str, object]:
        for choice in idx_body.choices(body, form):
            if choice.device.kind is self._channel:
                return {"authenticator": dict(choice.values)}
        raise Problem("identity.recovery")


def _only(body: Mapping[str, object], form: Form | None, key: str) -> Filled | None:
    """Take an authenticator that is no device where it is what is left to choose."""
    if form is None:
        return None
    offered = idx_body.choices(body, form)
    wanted = [choice for choice in offered if choice.key == key]
    if not wanted or (key == QUESTION and len(wanted) != len(offered)):
        return None
    return form, {"authenticator": dict(wanted[0].values)}
