"""What will be sent, before and after."""

from spot_tui.words import Counted

WORDS = {
    "correction_review.title": "Review",
    "correction_review.refused": "Refused by rules",
    "correction_review.warned": "Warnings: Y says yes to the one under the cursor",
    "correction_review.passed": "[yes] ",
    "correction_review.ready": "This is sent and nothing else. F5 sends it.",
    "correction_review.blocked": Counted(
        "count",
        "It cannot be sent: {count} rule refuses it. F3 goes back.",
        "It cannot be sent: {count} rules refuse it. F3 goes back.",
    ),
    "correction_review.to_confirm": Counted(
        "count",
        "{count} warning wants your yes: read it, then press Y.",
        "{count} warnings want your yes: read each, then press Y.",
    ),
    "correction_review.sending": "Sending the correction",
    "correction_review.looking": "Looking who corrected it",
    "correction_review.conflict": "Nothing of yours was sent. F4 fetches the claim as it is now; what you typed stays.",
    "correction_review.reloaded": "This is the claim as it is now, with your changes. Look at it once more before you send it.",
    "correction_review.help": "Only what is listed here is sent. What a rule refuses has to be mended first; a warning is gone past with Y, and your yes is recorded.",
}
