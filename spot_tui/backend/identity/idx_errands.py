"""What a sign-in on the Identity Engine is for, and which forms it therefore fills in by itself.

Each form is filled in once: an organisation that asks again for what it was given is not given it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from spot_tui.backend.identity import idx_body
from spot_tui.backend.identity.idx_body import PASSWORD, QUESTION, Choice, Form
from spot_tui.backend.identity.prompts import Recovery
from spot_tui.backend.problems import Problem

_UNLOCKS = ("select-authenticator-unlock-account", "unlock-account")

Filled = tuple[Form, Mapping[str, object]]
Ways = tuple[Form, tuple[Choice, ...]]


class Errand(Protocol):
    """What the sign-in is for."""

    @property
    def user_id(self) -> str:
        """Whose sign-in it is."""
        ...

    def next(self, body: Mapping[str, object]) -> Filled | None:
        """Return the form that is to be sent now, or None where the person is to be asked."""
        ...

    def ways(self, body: Mapping[str, object]) -> Ways | None:
        """Return the form in which a way is to be taken to prove whose account it is, and its ways."""
        ...

    def by(self, choice: Choice) -> Mapping[str, object]:
        """Return what is filled in for one of these ways, or later for a device."""
        ...

    def again(self) -> Errand:
        """Return the same errand from its beginning."""
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

    def ways(self, body: Mapping[str, object]) -> Ways | None:
        """Return None: the password proves it."""
        del body
        return None

    def by(self, choice: Choice) -> Mapping[str, object]:
        """Return what is filled in for a device."""
        return {"authenticator": dict(choice.values)}

    def again(self) -> Errand:
        """Return an errand without the password, which is sent once."""
        return Plain(self.user_id, "")

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

    def __init__(self, user_id: str) -> None:
        self.user_id = user_id
        self._asked: set[str] = set()

    def next(self, body: Mapping[str, object]) -> Filled | None:
        """Go to where the password is forgotten, and say who it is."""
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
        return _only(body, forms.get("select-authenticator-authenticate"), QUESTION)

    def ways(self, body: Mapping[str, object]) -> Ways | None:
        """Return the ways that are offered to prove that the account is one's own, until one is taken."""
        form = idx_body.forms(body).get("select-authenticator-authenticate")
        if form is None or "way" in self._asked:
            return None
        return form, tuple(choice for choice in idx_body.choices(body, form) if choice.device.usable)

    def by(self, choice: Choice) -> Mapping[str, object]:
        """Return what is filled in for the way that was taken."""
        self._asked.add("way")
        return {"authenticator": dict(choice.values)}

    def again(self) -> Errand:
        """Return the same errand from its beginning."""
        return Forgot(self.user_id)

    def _first(self, name: str, forms: Mapping[str, Form]) -> bool:
        """Tell whether a form is there that was not filled in yet, and note that it is now."""
        if name not in forms or name in self._asked:
            return False
        self._asked.add(name)
        return True


class Unlock:
    """A locked account, to be opened by who owns it."""

    def __init__(self, user_id: str) -> None:
        self.user_id = user_id
        self._asked: set[str] = set()

    def next(self, body: Mapping[str, object]) -> Filled | None:
        """Go to where an account is opened."""
        forms = idx_body.forms(body)
        asked = self.ways(body)
        if asked is not None and asked[1]:
            return None
        if asked is not None:
            self._asked.add("way")
            return asked[0], {"identifier": self.user_id}
        if "unlock-account" in forms and not self._asked:
            self._asked.add("unlock-account")
            return forms["unlock-account"], {}
        if "way" not in self._asked:
            raise Problem("identity.recovery")
        return _only(body, forms.get("select-authenticator-authenticate"), QUESTION)

    def ways(self, body: Mapping[str, object]) -> Ways | None:
        """Return the ways that are offered to prove that the account is one's own, until one is taken."""
        forms = idx_body.forms(body)
        for form in (forms[name] for name in _UNLOCKS if name in forms):
            if form.field("identifier") is not None and "way" not in self._asked:
                return form, tuple(way for way in idx_body.choices(body, form) if way.device.usable)
        return None

    def by(self, choice: Choice) -> Mapping[str, object]:
        """Return what is filled in for the way that was taken: which account, and the way."""
        who = {} if "way" in self._asked else {"identifier": self.user_id}
        self._asked.add("way")
        return {**who, "authenticator": dict(choice.values)}

    def again(self) -> Errand:
        """Return the same errand from its beginning."""
        return Unlock(self.user_id)


def _only(body: Mapping[str, object], form: Form | None, key: str) -> Filled | None:
    """Take an authenticator that is no device where it is what is left to choose."""
    if form is None:
        return None
    offered = idx_body.choices(body, form)
    wanted = [choice for choice in offered if choice.key == key]
    if not wanted or (key == QUESTION and len(wanted) != len(offered)):
        return None
    return form, {"authenticator": dict(wanted[0].values)}


def offered(body: Mapping[str, object]) -> frozenset[Recovery]:
    """Return the recoveries that an organisation may allow: its first forms begin them, or may later."""
    forms = idx_body.forms(body)
    begins = "identify-recovery" in forms or idx_body.action(body, "recover") is not None
    asks_password = "identify" in forms and bool(forms["identify"].secret_name())
    opens = any(name in forms for name in _UNLOCKS)
    allowed = {Recovery.FORGOT: begins or not asks_password, Recovery.UNLOCK: opens}
    return frozenset(recovery for recovery, may in allowed.items() if may)
