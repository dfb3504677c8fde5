"""The lock's screen."""

WORDS = {
    "lock.title": "Locked",
    "lock.heading": "This screen is locked.",
    "lock.whose": "{name} is signed in. The work goes on behind this screen and is kept.",
    "lock.password": "Type the password with which you signed in, and press Enter.",
    "lock.pin": "Type the PIN that you chose for this session, and press Enter.",
    "lock.other": "Somebody else? F9 ends this session, so that you can sign in. What was typed is kept for its owner.",
    "lock.checking": "Checking",
    "lock.help": "Only the person who signed in opens this screen; after three wrong tries she is signed out. Anybody may end the session.",
}
