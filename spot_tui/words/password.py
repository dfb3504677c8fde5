"""The change of a password."""

from spot_tui.words import Counted

WORDS = {
    "password.title": "New password",
    "password.must": "Your password is to be changed.",
    "password.expired": "Your password has expired. Set a new one now, and the sign-in goes on.",
    "password.days": Counted(
        "days",
        "Your password expires in {days} day.",
        "Your password expires in {days} days.",
    ),
    "password.met": "yes",
    "password.unmet": "no",
    "password.unknown": "?",
    "password.broken": "The new password breaks a rule that is marked no.",
    "password.help": "yes: the new password meets the rule. no: it does not yet. ?: only the sign-in service can tell.",
}
