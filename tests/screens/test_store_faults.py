"""A store that is not as it was written: said on the screen where it matters, everything else goes on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from spot_tui.commands import COMMANDS
from spot_tui.screens.appeal_review import AppealReviewPage
from spot_tui.screens.home import HomePage
from spot_tui.screens.mailbox import MailboxPage
from spot_tui.screens.outbox import OutboxPage
from tests.screens.looking import stands_at
from tests.screens.practice import office
from tests.screens.test_appeals_journey import DENIED, to_review
from tests.screens.test_making_again import TO_HOME


def vault_of(store: Path) -> Path:
    (vault,) = (store / "vault").glob("*.vault")
    return vault


def lose_key(store: Path) -> Path:
    (key,) = (store / "keys").rglob(f"{vault_of(store).stem}.key")
    key.unlink()
    return key


def damage_line(store: Path) -> Path:
    vault = vault_of(store)
    vault.write_bytes(b"x" + vault.read_bytes()[1:])
    return vault


@pytest.mark.parametrize("spoil", [lose_key, damage_line])
async def test_a_broken_vault_is_told_sends_nothing_and_the_mailbox_is_read_all_the_same(
    tmp_path: Path, spoil: Callable[[Path], Path]
) -> None:
    async with office(tmp_path) as at:
        await to_review(at, DENIED)
        assert stands_at(at.pilot, AppealReviewPage), at.text
        spoiled = spoil(tmp_path / "store")
        left = spoiled.read_bytes() if spoiled.exists() else None
        await at.press("f5")
        assert "Your outbox on this machine is not as it was written" in at.text
        assert spoiled.name[:8] in at.text
        assert stands_at(at.pilot, AppealReviewPage), at.text

        await at.press(*TO_HOME)
        assert stands_at(at.pilot, HomePage), at.text
        assert "Your drafts on this machine are not as they were" in at.text
        await at.press(COMMANDS["mailbox"].key)
        assert stands_at(at.pilot, MailboxPage), at.text
        await at.press("enter")
        assert "From" in at.text
        await at.press("f3", "f3", COMMANDS["claims"].key, COMMANDS["outbox"].key)
        assert stands_at(at.pilot, OutboxPage), at.text
        assert "Your outbox on this machine is not as it was written" in at.text
    assert (spoiled.read_bytes() if spoiled.exists() else None) == left
