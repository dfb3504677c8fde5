"""User ID and password."""

from spot_tui.words import Counted

WORDS = {
    "sign_in.title": "Sign in",
    "sign_in.heading": "Sign in with your CMS identity (IDM) account",
    "sign_in.heading.limited": "Sign in for access requests only, with your CMS identity (IDM) account",
    "sign_in.people": "Made-up users for practice: F2 fills in the next one.",
    "sign_in.filled": "{name} is filled in. F5 or Enter sends; F2 fills in the next one.",
    "sign_in.ask.locks": "Two tries were refused; a third wrong one locks the account for an hour. {key} again: send.",
    "sign_in.ask.maybe_locked": Counted(
        "tries",
        "After {tries} refused try the account is probably locked until about {until}: till then the right password is refused too, and more tries may suspend the account, which only the help desk ends. {key} again: try anyway.",
        "After {tries} refused tries the account is probably locked until about {until}: till then the right password is refused too, and more tries may suspend the account, which only the help desk ends. {key} again: try anyway.",
    ),
    "sign_in.ask.locked": "The account is locked until about {until}: till then the right password is refused too, and more tries may suspend the account, which only the help desk ends. {key} again: try anyway.",
    "sign_in.help": "Type user ID and password, then F5 or Enter in the last field. A passcode is asked next.",
}
