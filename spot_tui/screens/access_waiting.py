"""What waits for an approver's decision."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from typing import Any

from spot_tui.backend.access.model import AccessRequest
from spot_tui.screens.access_desk import access_of, bearer_of, zone_of
from spot_tui.screens.access_list import AccessList
from spot_tui.screens.access_reason import DenyPage
from spot_tui.screens.access_sheet import AccessSheet
from spot_tui.screens.access_words import WAITING, request_sheet, waiting_row
from spot_tui.widgets.choices import Choice
from spot_tui.widgets.line import Line
from spot_tui.words import say


class WaitingPage(AccessList):
    """Requests of the approver's organisations, the oldest first."""

    NAME = "access_desk.waiting"
    KEYS = ("explain", "members", *AccessList.KEYS[1:])
    COLUMNS = WAITING

    def __init__(self) -> None:
        super().__init__()
        self._requests: dict[str, AccessRequest] = {}

    async def find(self) -> Sequence[Choice]:
        """Ask what waits."""
        waiting = await access_of(self.house).waiting(bearer_of(self.house))
        self._requests = {request.number: request for request in waiting}
        return [waiting_row(request, zone_of(self.house)) for request in waiting]

    def do_members(self) -> None:
        """Show who has a role."""
        from spot_tui.screens.access_members import MembersPage

        self.house.open(MembersPage())

    def sheet(self, key: str) -> AccessSheet[Any]:
        """Return the sheet on which a request is decided."""
        return DecisionPage(self._requests[key])


class DecisionPage(AccessSheet[AccessRequest]):
    """One request, to be approved or denied while it waits."""

    NAME = "access_desk.decision"
    KEYS = ("explain", "deny", "cancel", "back", "reload", "approve", "page_up", "page_down", "sign_out")

    @property
    def number(self) -> str:
        """Its confirmation number."""
        return self.item.number

    def lines(self) -> Sequence[Line]:
        """Return the request."""
        return request_sheet(self.item, zone_of(self.house))

    def ask_again(self) -> Coroutine[Any, Any, AccessRequest]:
        """Ask how it stands."""
        return access_of(self.house).find(bearer_of(self.house), self.item.number)

    def can_approve(self) -> bool:
        """Tell whether it still waits."""
        return self.item.is_open

    def can_deny(self) -> bool:
        """Tell whether it still waits."""
        return self.item.is_open

    def do_approve(self) -> None:
        """Approve it."""
        work = access_of(self.house).approve(bearer_of(self.house), self.item)
        self.act(work, lambda request: say("access_desk.decision.approved", person=request.person))

    def do_deny(self) -> None:
        """Ask why, then deny it."""
        access, bearer, request = access_of(self.house), bearer_of(self.house), self.item
        self.house.open(DenyPage(self, request.person, lambda reason: access.deny(bearer, request, reason)))
