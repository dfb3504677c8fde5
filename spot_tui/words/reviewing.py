"""What is sent about a claim, once more, and what rules say of it."""

from spot_tui.words import Counted

WORDS = {
    "reviewing.refused": "Refused by rules",
    "reviewing.warned": "Warnings: y says yes to the one under the cursor",
    "reviewing.passed": "[yes] ",
    "reviewing.ready": "This is sent and nothing else. F5 sends it.",
    "reviewing.blocked": Counted(
        "count",
        "It cannot be sent: {count} rule refuses it. F3 goes back.",
        "It cannot be sent: {count} rules refuse it. F3 goes back.",
    ),
    "reviewing.to_confirm": Counted(
        "count",
        "{count} warning wants your yes: read it, then press y.",
        "{count} warnings want your yes: read each, then press y.",
    ),
    "reviewing.until": Counted(
        "days",
        "It can be sent until {date}: {days} day left.",
        "It can be sent until {date}: {days} days left.",
    ),
    "reviewing.conflict": "Nothing was sent. F4 fetches the claim as it is now; what you typed stays.",
    "reviewing.reloaded": "This is the claim as it is now, with what you typed. Look at it once more before you send it.",
}
