"""A person's own requests and roles."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from typing import Any

from spot_tui.backend.access.model import AccessRequest, HeldRole
from spot_tui.screens.access_desk import access_of, bearer_of, today_of, zone_of
from spot_tui.screens.access_list import AccessList
from spot_tui.screens.access_sheet import AccessSheet
from spot_tui.screens.access_words import (
    MINE,
    my_request_row,
    my_role_row,
    request_sheet,
    role_sheet,
    whom_about_role,
    whom_to_ask,
)
from spot_tui.widgets.choices import Choice
from spot_tui.widgets.line import Line, line
from spot_tui.words import say


class MyAccessPage(AccessList):
    """Requests, the newest first, then roles."""

    NAME = "access_desk.mine"
    COLUMNS = MINE

    def __init__(self) -> None:
        super().__init__()
        self._requests: dict[str, AccessRequest] = {}
        self._roles: dict[str, HeldRole] = {}

    async def find(self) -> Sequence[Choice]:
        """Ask for both."""
        access, bearer, zone = access_of(self.house), bearer_of(self.house), zone_of(self.house)
        requests, roles = await access.mine(bearer), await access.roles(bearer)
        self._requests = {request.number: request for request in requests}
        self._roles = {role.id: role for role in roles}
        return [*(my_request_row(r, zone) for r in requests), *(my_role_row(role) for role in roles)]

    def sheet(self, key: str) -> AccessSheet[Any]:
        """Return the sheet of one's own request or role."""
        return MyRequestPage(self._requests[key]) if key in self._requests else MyRolePage(self._roles[key])


class MyRequestPage(AccessSheet[AccessRequest]):
    """One's own request, whom to ask about it, and the way to take it back."""

    NAME = "access_desk.request"
    KEYS = ("explain", "take_back", "cancel", "back", "reload", "page_up", "page_down", "sign_out")

    @property
    def number(self) -> str:
        """Its confirmation number."""
        return self.item.number

    def lines(self) -> Sequence[Line]:
        """Return whom to ask, then the request."""
        return [*whom_to_ask(self.item), line(""), *request_sheet(self.item, zone_of(self.house))]

    def ask_again(self) -> Coroutine[Any, Any, AccessRequest]:
        """Ask how far it is."""
        return access_of(self.house).find(bearer_of(self.house), self.item.number)

    def can_take_back(self) -> bool:
        """Tell whether nobody has decided yet."""
        return self.item.is_open

    def do_take_back(self) -> None:
        """Take it back."""
        work = access_of(self.house).cancel(bearer_of(self.house), self.item)
        self.act(work, lambda _: say("access_desk.request.taken_back"))


class MyRolePage(AccessSheet[HeldRole]):
    """One's own role, until when it is certified, and by whom."""

    NAME = "access_desk.role"
    KEYS = ("explain", "cancel", "back", "reload", "page_up", "page_down", "sign_out")

    @property
    def number(self) -> str:
        """Its number."""
        return self.item.id

    def lines(self) -> Sequence[Line]:
        """Return whom to ask, then the role."""
        return [*whom_about_role(self.item), line(""), *role_sheet(self.item, today_of(self.house))]

    def ask_again(self) -> Coroutine[Any, Any, HeldRole]:
        """Ask how it stands."""
        return access_of(self.house).find_role(bearer_of(self.house), self.item.id)
