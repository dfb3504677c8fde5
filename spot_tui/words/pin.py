"""The PIN of a session that began without a password."""

WORDS = {
    "pin.title": "PIN",
    "pin.heading": "Choose a PIN for this session.",
    "pin.why": "You signed in without a password here, so the lock of this screen needs something that only you know. The PIN is forgotten at sign-out.",
    "pin.saving": "Keeping the PIN",
    "pin.hint": "! No PIN: once this screen locks, nobody can open it again. {key} chooses a PIN.",
    "pin.help": "6 to 16 digits, neither all alike nor a plain row. Without it nobody can open this screen once it is locked: the session can only be ended.",
}
