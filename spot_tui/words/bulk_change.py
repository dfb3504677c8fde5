"""The values of the change that many claims take."""

from spot_tui.words import Counted

WORDS = {
    "bulk_change.title": "Change",
    "bulk_change.heading": Counted("count", "{kind}: {count} claim", "{kind}: {count} claims"),
    "bulk_change.hint": "What is left empty stays as each claim has it.",
    "bulk_change.hint_slot": "A modifier that is added goes into the first empty slot of each line.",
    "bulk_change.hint_history": "Each claim goes once more as it is; nothing of it changes.",
    "bulk_change.to_correct": "Correct what is marked, then F5 looks the claims up.",
    "bulk_change.help": "Lines are chosen by their number, or by a procedure, which means each line with it. A claim that has no such line is not sent. F5 looks each claim up and shows what would be sent.",
}
