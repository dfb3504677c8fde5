"""What is about the person: provider, devices, access."""

WORDS = {
    "account.title": "Account",
    "account.heading": "Your account",
    "account.help": "Press the digit of a line, or Enter on it: provider, devices, access, decisions about others.",
}
