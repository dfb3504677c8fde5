"""One message on the screen."""

WORDS = {
    "message.title": "Message",
    "message.help": "F2 prints it. F4 keeps what came with it as files. C opens the claim that it is about, S what was sent for it.",
    "message.finding": "Looking for what was sent",
    "message.saving": "Fetching what came with it",
}
