"""What will be sent as an appeal."""

WORDS = {
    "appeal_review.title": "Review",
    "appeal_review.sending": "Sending the appeal",
    "appeal_review.help": "Only what is listed here is sent. What a rule refuses has to be mended first; a warning is gone past with y, and your yes is recorded.",
}
