"""What became of an appeal."""

WORDS = {
    "appeal_sent.title": "Sent",
    "appeal_sent.confirmed": "The appeal is there.",
    "appeal_sent.waits": "The line is away: the appeal waits in the outbox.",
    "appeal_sent.next.confirmed": "Send the papers that prove it now: 4 lists your appeals, and d on this one adds them. Do not send the appeal again.",
    "appeal_sent.help": "An appeal gets its number when the contractor has it. Until then it is in the outbox, and is sent again with the same key, so it never counts twice. F2 prints the confirmation.",
}
