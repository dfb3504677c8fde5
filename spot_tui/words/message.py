"""One message on the screen."""

WORDS = {
    "message.title": "Message",
    "message.help": "F2 prints it. F4 keeps what came with it as files. c opens the claim that it is about, s what was sent for it.",
    "message.finding": "Looking for what was sent",
    "message.saving": "Fetching what came with it",
}
