"""Whether who signed in with a code in a web browser is the person at this terminal."""

from spot_tui.words import Counted

WORDS = {
    "grant_confirm.title": "Is that you?",
    "grant_confirm.heading": "Is that you?",
    "grant_confirm.who": "In the web browser, this person signed in:",
    "grant_confirm.name": "Name      {name}",
    "grant_confirm.user_id": "User ID   {user_id}",
    "grant_confirm.yes": "F7  Yes, that is me: go on.",
    "grant_confirm.no": "F3  No: end what was granted and go back. That is recorded.",
    "grant_confirm.late": Counted(
        "minutes",
        "Without an answer within {minutes} minute it is ended, too.",
        "Without an answer within {minutes} minutes it is ended, too.",
    ),
    "grant_confirm.opening": "Opening your session",
    "grant_confirm.declined": "Nobody is signed in; what was granted in the web browser is ended.",
    "grant_confirm.not_answered": "Nobody said who it was, so what was granted in the web browser is ended.",
    "grant_confirm.help": (
        "Go on only if this is your own name and user ID. If somebody else's stands there, a code of this "
        "terminal came into other hands: end it, and tell the help desk."
    ),
}
