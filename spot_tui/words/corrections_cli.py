"""What the commands on corrections say."""

from spot_tui.words import Counted

WORDS = {
    "corrections_cli.check.help": "check the changes of one or several claims by all rules, and send nothing",
    "corrections_cli.changes.help": "what shall change, a JSON file (docs/corrections.md); - is standard input",
    "corrections_cli.unchecked": "{claim}: not checked.",
    "corrections_cli.free": "{claim}: this correction may be sent.",
    "corrections_cli.warned": Counted(
        "count",
        "{claim}: this correction may be sent after a yes to {count} warning.",
        "{claim}: this correction may be sent after a yes to {count} warnings.",
    ),
    "corrections_cli.refused": Counted(
        "count",
        "{claim}: this correction cannot be sent: {count} rule refuses it.",
        "{claim}: this correction cannot be sent: {count} rules refuse it.",
    ),
    "corrections_cli.history": "History correction: the whole claim once more, unchanged.",
    "corrections_cli.line": "Line {number}: {types}",
    "corrections_cli.of_line": ", line {number}",
    "corrections_cli.finding": "{rule} {outcome}{line}: {what}",
    "corrections_cli.source": "Source: {source}.",
}
