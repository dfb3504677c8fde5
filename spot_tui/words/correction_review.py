"""What will be sent, before and after."""

WORDS = {
    "correction_review.title": "Review",
    "correction_review.sending": "Sending the correction",
    "correction_review.looking": "Looking who corrected it",
    "correction_review.help": "Only what is listed here is sent. What a rule refuses has to be mended first; a warning is gone past with y, and your yes is recorded.",
}
