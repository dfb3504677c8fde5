"""Who has a role in an approver's organisations: certified every year, ended when somebody leaves."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from typing import Any

from spot_tui.backend.access.duties import is_certified_here
from spot_tui.backend.access.model import HeldRole, RoleStatus
from spot_tui.backend.formats import show_date
from spot_tui.screens.access_desk import access_of, bearer_of, today_of
from spot_tui.screens.access_list import AccessList
from spot_tui.screens.access_reason import EndRolePage
from spot_tui.screens.access_sheet import AccessSheet
from spot_tui.screens.access_words import MEMBERS, member_row, role_in_words, role_sheet
from spot_tui.widgets.choices import Choice
from spot_tui.widgets.line import Line, line
from spot_tui.words import say


class MembersPage(AccessList):
    """Roles in the approver's organisations, the next certification first."""

    NAME = "access_desk.members"
    COLUMNS = MEMBERS

    def __init__(self) -> None:
        super().__init__()
        self._roles: dict[str, HeldRole] = {}

    async def find(self) -> Sequence[Choice]:
        """Ask who has a role."""
        roles = await access_of(self.house).members(bearer_of(self.house))
        self._roles = {role.id: role for role in roles}
        return [member_row(role, today_of(self.house)) for role in roles]

    def about(self, key: str) -> str:
        """Return person, role and office in full."""
        return role_in_words(self._roles[key])

    def sheet(self, key: str) -> AccessSheet[Any]:
        """Return the sheet on which a role is certified or ended."""
        return MemberPage(self._roles[key])


class MemberPage(AccessSheet[HeldRole]):
    """One role, to be certified or ended while it holds; the help desk does that for approvers."""

    NAME = "access_desk.member"
    KEYS = ("explain", "end_role", "cancel", "back", "reload", "certify", "page_up", "page_down", "sign_out")

    @property
    def number(self) -> str:
        """Its number."""
        return self.item.id

    @property
    def _is_mine_to_change(self) -> bool:
        return is_certified_here(self.item, bearer_of(self.house).person.user_id)

    def lines(self) -> Sequence[Line]:
        """Return the role, and who changes it where that is not this approver."""
        is_anothers = self.item.status is RoleStatus.ACTIVE and not self._is_mine_to_change
        about = [line(say("access_desk.ask.other")), line("")] if is_anothers else []
        return [*about, *role_sheet(self.item, today_of(self.house))]

    def ask_again(self) -> Coroutine[Any, Any, HeldRole]:
        """Ask how it stands."""
        return access_of(self.house).find_role(bearer_of(self.house), self.item.id)

    def can_certify(self) -> bool:
        """Tell whether this approver certifies it."""
        return self._is_mine_to_change

    def can_end_role(self) -> bool:
        """Tell whether this approver ends it."""
        return self._is_mine_to_change

    def do_certify(self) -> None:
        """Certify it for another year."""
        self.act(access_of(self.house).certify(bearer_of(self.house), self.item), _certified)

    def do_end_role(self) -> None:
        """Ask why, then end it."""
        access, bearer, role = access_of(self.house), bearer_of(self.house), self.item
        self.house.open(EndRolePage(self, role.person, lambda reason: access.end_role(bearer, role, reason)))


def _certified(role: HeldRole) -> str:
    return say("access_desk.member.certified", date=show_date(role.certify_by) if role.certify_by else "")
