"""User ID and password."""

WORDS = {
    "sign_in.title": "Sign in",
    "sign_in.heading": "Sign in with your CMS identity (IDM) account",
    "sign_in.heading.limited": "Sign in for access requests only, with your CMS identity (IDM) account",
    "sign_in.people": "Made-up users for practice: F2 fills in the next one.",
    "sign_in.filled": "{name} is filled in. F5 or Enter sends; F2 fills in the next one.",
    "sign_in.last_try": "Two tries were refused; a third wrong one locks the account for an hour. F5 again: send.",
    "sign_in.help": "Type user ID and password, then F5 or Enter in the last field. A passcode is asked next.",
}
