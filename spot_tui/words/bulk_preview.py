"""What the same change means for each of many claims."""

from spot_tui.words import Counted

WORDS = {
    "bulk_preview.title": "Preview",
    "bulk_preview.free": "May be sent",
    "bulk_preview.passed": "Warned, yes",
    "bulk_preview.ready": Counted(
        "count",
        "F5 sends {count} correction of {all}. Enter on a claim shows before and after.",
        "F5 sends {count} corrections of {all}. Enter on a claim shows before and after.",
    ),
    "bulk_preview.none": "None of these can be sent. Enter on a claim shows why; F3 goes back to the change.",
    "bulk_preview.to_confirm": Counted(
        "count",
        "{count} claim wants your yes to its warnings: read them, then y.",
        "{count} claims want your yes to their warnings: read them, then y.",
    ),
    "bulk_preview.help": "One row for each claim, exceptions first: refused by a rule, warned of, or free to be sent. Enter shows before and after. y says yes to all warnings at once, recorded for each claim; without your yes these stay behind, as does what is refused. F5, pressed twice, sends the rest.",
    "bulk_preview.question": Counted(
        "count",
        "Send {count} correction? {behind} stay behind. Press {key} again; any other key: no.",
        "Send {count} corrections? {behind} stay behind. Press {key} again; any other key: no.",
    ),
}
