"""Commands of the screens, declared once: key bar, help screen and docs are made from this table.

A command's sentences are ``command.ID.label`` (one or two words for the key bar) and ``command.ID.help``.
Keys are named as Textual names them. F1 to F10 have a twin for terminals without F-keys: the leader, then
the digit (0 is F10). F10 is the lock and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from spot_tui.words import say

LEADER = "ctrl+g"
LEADER_NAME = "Ctrl+G"

TAB_KEYS: Mapping[str, str] = MappingProxyType(
    {
        "summary": "s",
        "eligibility": "1",
        "deductibles": "2",
        "preventive": "3",
        "msp": "4",
        "map": "5",
        "hospice": "6",
        "inpatient": "7",
        "qmb": "8",
        "pbid": "9",
        "aco": "0",
        "other": "o",
    }
)
"""The tabs of an answer, in order, and their keys."""

CLAIM_TAB_KEYS: Mapping[str, str] = MappingProxyType(
    {"summary": "1", "lines": "2", "payment": "3", "appeals": "4"}
)
"""The tabs of a claim, in order, and their keys."""

_SAID = frozenset({"left", "right", "space"})
"""Keys whose names no keyboard shows, so that each language has its own."""

_NAMES = {
    "escape": "Esc",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "enter": "Enter",
    "tab": "Tab",
    "backspace": "Backspace",
    "ctrl+o": "Ctrl+O",
    "ctrl+r": "Ctrl+R",
    "ctrl+l": "Ctrl+L",
}


class Who(StrEnum):
    """Who may use a command."""

    ANYONE = "anyone"
    SIGNED_IN = "signed_in"
    FOR_A_PROVIDER = "for_a_provider"


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that a key does.

    `also` are further keys of the same command. `asks`: it takes a second press of the same key. `in_bar`: it
    stands in the key bar; others are drawn beside what they act on. `line` is the command line that does the
    same, if there is one.
    """

    id: str
    key: str
    who: Who = Who.ANYONE
    also: tuple[str, ...] = ()
    asks: bool = False
    in_bar: bool = True
    line: str = ""

    @property
    def label(self) -> str:
        """One or two words for the key bar."""
        return say(f"command.{self.id}.label")

    @property
    def help(self) -> str:
        """One sentence on what it does."""
        return say(f"command.{self.id}.help")

    @property
    def question(self) -> str:
        """What is asked before a command that `asks` is done."""
        return say(f"command.{self.id}.question", key=key_name(self.key))

    @property
    def keys(self) -> tuple[str, ...]:
        """All keys that do it; a letter does with Caps Lock too."""
        given = (self.key, *self.also)
        return (*given, *(key.upper() for key in given if len(key) == 1 and key.isalpha()))

    @property
    def twin(self) -> str:
        """Its keys without an F-key, as people read them: ``Ctrl+G 5``; empty where none is needed."""
        digit = leader_digit(self.key)
        return f"{LEADER_NAME} {digit}" if digit else ""


def key_name(key: str) -> str:
    """Return a key as people read it: ``F5``, ``Esc``, ``a``."""
    if key in _NAMES:
        return _NAMES[key]
    if key in _SAID:
        return say(f"keys.{key}")
    return key.upper() if leader_digit(key) else key


def leader_digit(key: str) -> str:
    """Return the digit that stands for an F-key after the leader, empty for other keys."""
    number = key.removeprefix("f")
    if number == key or not number.isdigit() or not 1 <= int(number) <= 10:
        return ""
    return number[-1]


def leader_key(digit: str) -> str:
    """Return the F-key that a digit after the leader stands for, empty for other characters."""
    if len(digit) != 1 or not digit.isascii() or not digit.isdigit():
        return ""
    return "f10" if digit == "0" else f"f{digit}"


_DECLARED = (
    Command("explain", "f1"),
    Command("back", "f3", also=("escape",)),
    Command("cancel", "f3", also=("escape",)),
    Command("decline", "f3", also=("escape",)),
    Command("send", "f5"),
    Command("fill_on", "f5"),
    Command("search", "f5"),
    Command("unlock", "f5", who=Who.SIGNED_IN),
    Command("set_pin", "f5", who=Who.SIGNED_IN),
    Command("go_on", "f5", also=("enter",)),
    Command("accept", "f5"),
    Command("accept_licence", "f5", who=Who.SIGNED_IN),
    Command("refuse_licence", "f3", who=Who.SIGNED_IN, also=("escape",)),
    Command("accept_rules", "f5", who=Who.SIGNED_IN, line="eligibility check --accept-use-rules"),
    Command("decline_rules", "f3", who=Who.SIGNED_IN, also=("escape",)),
    Command("skip", "f5"),
    Command("help_page", "f2", line="help"),
    Command("search_help", "f4", line="help"),
    Command("change_look", "f2"),
    Command("look", "5", who=Who.SIGNED_IN, in_bar=False),
    Command("later", "f4"),
    Command("refresh", "f5"),
    Command("ask_again", "f5", who=Who.SIGNED_IN, asks=True, line="eligibility check --again"),
    Command("batch", "3", who=Who.FOR_A_PROVIDER, in_bar=False, line="eligibility batch"),
    Command("next_file", "f2", who=Who.FOR_A_PROVIDER, line="eligibility batch"),
    Command("go_on_batch", "f4", who=Who.FOR_A_PROVIDER, line="eligibility batch --resume"),
    Command("begin_anew", "f2", who=Who.FOR_A_PROVIDER, asks=True, line="eligibility batch --anew"),
    Command("other_file", "f4", who=Who.FOR_A_PROVIDER, line="eligibility batch"),
    Command(
        "ask_unanswered", "u", who=Who.FOR_A_PROVIDER, asks=True, line="eligibility batch --resume --again"
    ),
    Command("pause_batch", "p", who=Who.SIGNED_IN, line="eligibility batch"),
    Command("filter_batch", "g", who=Who.SIGNED_IN, line="eligibility batch"),
    Command("changed_only", "c", who=Who.SIGNED_IN, line="eligibility batch"),
    Command("save_results", "f2", who=Who.SIGNED_IN, line="eligibility batch --out"),
    Command("ask_row", "f5", who=Who.FOR_A_PROVIDER, asks=True, line="eligibility batch --again"),
    Command("stop_batch", "f4", who=Who.SIGNED_IN, asks=True, line="eligibility batch"),
    Command("today", "4", who=Who.FOR_A_PROVIDER, in_bar=False, line="eligibility today"),
    Command("filter_today", "g", who=Who.SIGNED_IN, line="eligibility today"),
    Command("changes", "c", who=Who.SIGNED_IN, line="eligibility check"),
    Command("choose", "enter", in_bar=False),
    Command("content", "f6"),
    Command("page_up", "f7", also=("pageup",)),
    Command("page_down", "f8", also=("pagedown",)),
    Command("higher", "pageup"),
    Command("lower", "pagedown"),
    Command("status", "f4", line="doctor"),
    Command("language", "ctrl+l"),
    Command("step_by_step", "f2", line="doctor"),
    Command("print", "f2", who=Who.SIGNED_IN, line="eligibility check --print"),
    Command("print_claim", "f2", who=Who.SIGNED_IN, line="claims show --print"),
    Command("print_now", "f5", who=Who.SIGNED_IN),
    Command("print_what", "1", who=Who.SIGNED_IN, in_bar=False),
    Command("print_form", "2", who=Who.SIGNED_IN, in_bar=False),
    Command("print_where", "3", who=Who.SIGNED_IN, in_bar=False),
    Command("resend", "f4"),
    Command("new_request", "f4"),
    Command("other_device", "f6"),
    Command("other_way", "f6"),
    Command("forgot", "f7"),
    Command("forgot_directions", "f7"),
    Command("unlock_account", "f8"),
    Command("unlock_directions", "f8"),
    Command("fill_in", "f2"),
    Command("show_code", "f2"),
    Command("show_mail", "f2"),
    Command("browser", "f6"),
    Command("new_code", "f4"),
    Command("play_browser", "f2"),
    Command("play_approval", "f2"),
    Command("play_refusal", "f4"),
    Command("that_is_me", "f7"),
    Command("not_me", "f3", also=("escape",)),
    Command("remove_dashes", "f2"),
    Command("new_patient", "f4", who=Who.FOR_A_PROVIDER),
    Command("sign_out", "f9", who=Who.SIGNED_IN, asks=True),
    Command("quit", "f9", asks=True),
    Command("take_over", "f9", who=Who.SIGNED_IN, asks=True),
    Command("switch_provider", "ctrl+o", who=Who.FOR_A_PROVIDER),
    Command("lock", "f10", who=Who.SIGNED_IN),
    Command("repaint", "ctrl+r", in_bar=False),
    Command("choose_pin", "f7", who=Who.SIGNED_IN),
    Command("without_pin", "f4", who=Who.SIGNED_IN, asks=True),
    Command("add_device", "f2", who=Who.SIGNED_IN),
    Command("replace_device", "f4", who=Who.SIGNED_IN, asks=True),
    Command("remove_device", "f8", who=Who.SIGNED_IN, asks=True),
    Command("eligibility", "1", who=Who.FOR_A_PROVIDER, in_bar=False, line="eligibility check"),
    Command("mbi_lookup", "2", who=Who.FOR_A_PROVIDER, in_bar=False, line="mbi lookup"),
    Command("look_up", "f7", who=Who.FOR_A_PROVIDER, line="mbi lookup"),
    Command("account", "9", who=Who.SIGNED_IN, in_bar=False),
    Command("provider", "1", who=Who.SIGNED_IN, in_bar=False),
    Command("see_status", "0", in_bar=False, line="doctor"),
    Command("go_on_with_draft", "8", who=Who.SIGNED_IN, in_bar=False),
    Command("drop_draft", "f2", who=Who.SIGNED_IN, asks=True),
    Command("access", "3", who=Who.SIGNED_IN, in_bar=False, line="access list"),
    Command("approvals", "4", who=Who.SIGNED_IN, in_bar=False, line="access list"),
    Command("members", "f2", who=Who.SIGNED_IN, line="access list"),
    Command("ask_role", "1", who=Who.SIGNED_IN, in_bar=False, line="access request"),
    Command("my_access", "2", who=Who.SIGNED_IN, in_bar=False, line="access list"),
    Command("access_help", "3", in_bar=False, line="help"),
    Command("review", "f5", who=Who.SIGNED_IN),
    Command("fill_office", "f2", who=Who.SIGNED_IN),
    Command("find_office", "f4", who=Who.SIGNED_IN),
    Command("part_before", "f7", who=Who.SIGNED_IN, also=("pageup",)),
    Command("part_after", "f8", who=Who.SIGNED_IN, also=("pagedown",)),
    Command("reload", "f4", who=Who.SIGNED_IN),
    Command("take_back", "f2", who=Who.SIGNED_IN, asks=True, line="access cancel"),
    Command("approve", "f5", who=Who.SIGNED_IN, asks=True, line="access approve"),
    Command("deny", "f2", who=Who.SIGNED_IN, line="access deny"),
    Command("deny_now", "f5", who=Who.SIGNED_IN, asks=True, line="access deny"),
    Command("certify", "f5", who=Who.SIGNED_IN, asks=True, line="access certify"),
    Command("end_role", "f2", who=Who.SIGNED_IN, line="access end"),
    Command("end_role_now", "f5", who=Who.SIGNED_IN, asks=True, line="access end"),
    Command("documents", "6", who=Who.FOR_A_PROVIDER, in_bar=False, line="documents forms"),
    Command("sent_documents", "h", who=Who.FOR_A_PROVIDER, line="documents list"),
    Command("uploads", "u", who=Who.FOR_A_PROVIDER, line="documents resume"),
    Command("choose_files", "f5", who=Who.SIGNED_IN, line="documents check"),
    Command("add_files", "f2", who=Who.SIGNED_IN, line="documents check"),
    Command("as_letter", "l", who=Who.SIGNED_IN, line="documents check --letter"),
    Command("take_out", "f4", who=Who.SIGNED_IN),
    Command("tick_file", "space", who=Who.SIGNED_IN),
    Command("folder_up", "left", who=Who.SIGNED_IN, also=("backspace",)),
    Command("take_files", "f5", who=Who.SIGNED_IN),
    Command("send_documents", "f5", who=Who.SIGNED_IN, line="documents submit"),
    Command("pause_upload", "p", who=Who.SIGNED_IN, line="documents resume"),
    Command("try_now", "f5", who=Who.SIGNED_IN),
    Command("cancel_upload", "f4", who=Who.SIGNED_IN, asks=True, line="outbox drop"),
    Command("find_sent", "s", who=Who.SIGNED_IN, line="documents list"),
    Command("filter_sent", "g", who=Who.SIGNED_IN, line="documents list"),
    Command("answer_request", "f5", who=Who.FOR_A_PROVIDER, line="documents submit records"),
    Command("mailbox", "7", who=Who.FOR_A_PROVIDER, in_bar=False, line="messages list"),
    Command("deadlines", "d", who=Who.FOR_A_PROVIDER, line="messages due"),
    Command("notices", "n", who=Who.FOR_A_PROVIDER, line="messages notices"),
    Command("outbox", "o", who=Who.FOR_A_PROVIDER, line="outbox list"),
    Command("send_waiting", "f5", who=Who.SIGNED_IN, line="outbox send"),
    Command("send_now", "f5", who=Who.SIGNED_IN, line="outbox send"),
    Command("make_again", "f5", who=Who.SIGNED_IN),
    Command("drop_submission", "f4", who=Who.SIGNED_IN, asks=True, line="outbox drop"),
    Command("mail_view", "g", who=Who.SIGNED_IN, line="messages list"),
    Command("print_message", "f2", who=Who.SIGNED_IN),
    Command("save_attached", "f4", who=Who.SIGNED_IN, line="messages save"),
    Command("claim_of_it", "c", who=Who.SIGNED_IN, line="claims show"),
    Command("submission_of_it", "s", who=Who.SIGNED_IN, line="documents show"),
    Command("devices", "2", who=Who.SIGNED_IN, in_bar=False),
    Command("claims", "5", who=Who.FOR_A_PROVIDER, in_bar=False, line="claims search"),
    Command("search_claims", "1", who=Who.SIGNED_IN, in_bar=False, line="claims search"),
    Command("claim_status", "2", who=Who.SIGNED_IN, in_bar=False, line="claims status"),
    Command("my_corrections", "3", who=Who.SIGNED_IN, in_bar=False, line="corrections list"),
    Command("my_appeals", "4", who=Who.SIGNED_IN, in_bar=False, line="appeals list"),
    Command("decision_letter", "l", who=Who.SIGNED_IN, line="appeals letter"),
    Command("add_papers", "d", who=Who.SIGNED_IN, line="appeals documents"),
    Command("next_level", "f5", who=Who.SIGNED_IN, line="appeals submit"),
    Command("print_appeal", "f2", who=Who.SIGNED_IN, line="appeals show --print"),
    Command("send_appeal", "f5", who=Who.SIGNED_IN, line="appeals submit"),
    Command("print_correction", "f2", who=Who.SIGNED_IN, line="corrections show --print"),
    Command("print_sent", "f2", who=Who.SIGNED_IN, line="outbox list"),
    Command("print_letter", "f2", who=Who.SIGNED_IN, line="appeals letter --print"),
    Command("next_step", "f5", who=Who.SIGNED_IN, line="claims show"),
    Command("open_filed", "enter", who=Who.SIGNED_IN, line="claims show"),
    Command("ask_status", "a", who=Who.SIGNED_IN, line="claims status"),
    Command("keep_line", "f5", who=Who.SIGNED_IN),
    Command("undo_line", "f4", who=Who.SIGNED_IN),
    Command("make_units", "f2", who=Who.SIGNED_IN),
    Command("add_gv", "v", who=Who.SIGNED_IN),
    Command("add_gw", "w", who=Who.SIGNED_IN),
    Command("confirm_warning", "y", who=Who.SIGNED_IN, line="corrections submit --override"),
    Command("send_correction", "f5", who=Who.SIGNED_IN, line="corrections submit"),
    Command("reload_claim", "f4", who=Who.SIGNED_IN),
    Command("everybody", "m", who=Who.SIGNED_IN, line="corrections list"),
    Command("new_search", "f4", who=Who.SIGNED_IN),
    Command("sort_claims", "s", who=Who.SIGNED_IN),
    Command("filter_claims", "g", who=Who.SIGNED_IN),
    Command("tick_claim", "space", who=Who.SIGNED_IN),
    Command("tick_all", "a", who=Who.SIGNED_IN),
    Command("correct_ticked", "f5", who=Who.SIGNED_IN, line="corrections submit --claims"),
    Command("look_up_claims", "f5", who=Who.SIGNED_IN, line="corrections check --claims"),
    Command("confirm_bulk", "y", who=Who.SIGNED_IN, line="corrections submit --override"),
    Command("send_bulk", "f5", who=Who.SIGNED_IN, asks=True, line="corrections submit --claims"),
    Command("print_bulk", "f2", who=Who.SIGNED_IN, line="corrections submit --export"),
    *(Command(f"claim_{tab}", key, in_bar=False) for tab, key in CLAIM_TAB_KEYS.items()),
    Command("tab_left", "left", in_bar=False),
    Command("tab_right", "right", in_bar=False),
    *(Command(f"tab_{tab}", key, in_bar=False) for tab, key in TAB_KEYS.items()),
)

COMMANDS: Mapping[str, Command] = MappingProxyType({command.id: command for command in _DECLARED})
