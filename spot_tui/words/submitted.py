"""What became of something submitted."""

WORDS = {
    "submitted.number": "Confirmation number: {number}",
    "submitted.until": "It has to go out by {date}.",
    "submitted.next.waits": "It is on this machine's disk and goes out by itself, once, while you are signed in. Do not type it again. The outbox shows it, and sends it now if you want.",
}
