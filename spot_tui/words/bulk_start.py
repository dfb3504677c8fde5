"""Which change many claims take."""

from spot_tui.words import Counted

WORDS = {
    "bulk_start.title": "Many claims",
    "bulk_start.heading": Counted(
        "count",
        "What shall change of {count} claim?",
        "What shall change of {count} claims, the same of each?",
    ),
    "bulk_start.hint": "You see what it means for each claim before anything is sent.",
    "bulk_start.help": "Choose the kind of change. The next page asks for its values and for the lines that it is about; then each claim is looked up and judged by all rules before anything is sent.",
}
