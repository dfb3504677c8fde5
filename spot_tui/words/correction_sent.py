"""What became of a correction."""

WORDS = {
    "correction_sent.title": "Sent",
    "correction_sent.confirmed": "The correction is there.",
    "correction_sent.waits": "The line is away: the correction waits in the outbox.",
    "correction_sent.next.confirmed": "Watch My corrections (key 3) and your remittance: an adjusted claim comes with a new one. Do not send it again, and send no new claim.",
    "correction_sent.help": "A correction gets a confirmation number when the contractor has it. Until then it is in the outbox, and is sent again with the same key, so it never counts twice.",
}
