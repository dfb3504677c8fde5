"""What became of a correction."""

WORDS = {
    "correction_sent.title": "Sent",
    "correction_sent.confirmed": "The correction is there.",
    "correction_sent.waits": "The line is away: the correction waits in the outbox.",
    "correction_sent.number": "Confirmation number: {number}",
    "correction_sent.until": "It has to go out by {date}.",
    "correction_sent.next.confirmed": "Watch My corrections and your remittance: an adjusted claim comes with a new one. Do not send it again, and send no new claim.",
    "correction_sent.next.waits": "It is on this machine's disk and goes out by itself, once, while you are signed in. Do not type it again. My corrections shows it.",
    "correction_sent.help": "A correction gets a confirmation number when the contractor has it. Until then it is in the outbox, and is sent again with the same key, so it never counts twice.",
}
