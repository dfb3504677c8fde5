"""The table of commands: what key bar, help screen and docs are made from."""

from collections import Counter

import pytest

from spot_tui.commands import COMMANDS, Command, Who, key_name, leader_digit, leader_key
from spot_tui.screens.access_home import AccessHomePage
from spot_tui.screens.account import AccountPage
from spot_tui.screens.claims_home import ClaimsHomePage
from spot_tui.screens.home import HomePage
from spot_tui.screens.jobs import JobsPage
from spot_tui.words import knows


@pytest.mark.parametrize("command", COMMANDS.values(), ids=lambda command: command.id)
def test_a_command_has_its_words(command: Command) -> None:
    assert command.label
    assert command.help.endswith(".")
    assert knows(f"command.{command.id}.question") == command.asks


@pytest.mark.parametrize("command", COMMANDS.values(), ids=lambda command: command.id)
def test_a_command_has_a_key_that_every_terminal_can_send(command: Command) -> None:
    """F-keys through the leader; letters, digits, Enter, space, arrows and page keys as they are."""
    reachable = {"enter", "space", "left", "right", "pageup", "pagedown", "ctrl+l", "ctrl+o", "ctrl+r"}
    assert command.twin or len(command.key) == 1 or command.key in reachable


def test_a_label_fits_the_key_bar() -> None:
    in_bar = [command for command in COMMANDS.values() if command.in_bar]
    assert max(len(command.label) for command in in_bar) <= 15


def test_f10_is_kept_for_the_lock() -> None:
    assert [command.id for command in COMMANDS.values() if "f10" in command.keys] == ["lock"]


@pytest.mark.parametrize(
    ("digit", "key"), [("1", "f1"), ("9", "f9"), ("0", "f10"), ("x", ""), ("", ""), ("12", "")]
)
def test_the_leader_turns_a_digit_into_an_f_key(digit: str, key: str) -> None:
    assert leader_key(digit) == key


@pytest.mark.parametrize("number", range(1, 11))
def test_every_f_key_has_its_own_digit(number: int) -> None:
    assert leader_key(leader_digit(f"f{number}")) == f"f{number}"


def test_a_letter_does_with_caps_lock_too() -> None:
    letters = [command for command in COMMANDS.values() if len(command.key) == 1 and command.key.isalpha()]
    assert len(letters) > 10
    assert all(command.key.upper() in command.keys for command in letters)


def test_keys_are_named_as_people_read_them() -> None:
    assert [key_name(key) for key in ("f5", "escape", "pageup", "a")] == ["F5", "Esc", "PgUp", "a"]


def test_ids_are_unique_and_only_what_needs_a_provider_asks_for_one() -> None:
    assert max(Counter(command.id for command in COMMANDS.values()).values()) == 1
    assert {c.id for c in COMMANDS.values() if c.who is Who.FOR_A_PROVIDER} == {
        "answer_request",
        "ask_row",
        "ask_unanswered",
        "begin_anew",
        "other_file",
        "batch",
        "claims",
        "deadlines",
        "documents",
        "mailbox",
        "notices",
        "outbox",
        "eligibility",
        "go_on_batch",
        "look_up",
        "mbi_lookup",
        "new_patient",
        "next_file",
        "sent_documents",
        "switch_provider",
        "today",
        "uploads",
    }


@pytest.mark.parametrize("page", [HomePage, AccountPage, AccessHomePage, ClaimsHomePage])
def test_each_job_of_a_screen_has_a_digit_of_its_own(page: type[JobsPage]) -> None:
    digits = Counter(COMMANDS[name].key for name in page.JOBS)
    assert max(digits.values()) == 1, digits
