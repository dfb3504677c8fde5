"""Practice: who enters the code in the web browser."""

WORDS = {
    "grant_practice.title": "Practice browser",
    "grant_practice.heading": "Practice: who enters the code in the web browser?",
    "grant_practice.looking": "Looking who is there",
    "grant_practice.entering": "Entering the code",
    "grant_practice.choose": "Enter or the digit: signs in there. F4: this person refuses.",
    "grant_practice.help": (
        "In practice nobody holds a phone, so you choose here what happens in the web browser: a made-up user "
        "signs in with the code, or refuses."
    ),
}
