"""Signing in with a code in a web browser."""

WORDS = {
    "grant.title": "Web browser",
    "grant.heading": "Sign in with a web browser",
    "grant.heading.limited": "Sign in for access requests only, in a web browser",
    "grant.asking": "Asking for a code",
    "grant.open": "1  On your phone or computer open:",
    "grant.check": "   It must begin with:",
    "grant.scan": "   or scan the square with a phone.",
    "grant.enter": "2  Enter or check this code there:",
    "grant.left": "The code is good for {minutes}:{seconds:02} more.",
    "grant.stranger": "Enter no code that was sent to you.",
    "grant.waiting": "Waiting for the web browser.",
    "grant.again": "No code is shown any more. F4 asks for a new one, F3 goes back.",
    "grant.help": (
        "You sign in on another device, with whatever your identity needs there; password and passcode are not "
        "typed here. Open the address in its web browser, enter the code and sign in. Then this screen goes on "
        "by itself and asks whether it was you."
    ),
}
