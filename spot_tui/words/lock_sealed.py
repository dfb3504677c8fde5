"""The lock of a session that nothing opens."""

WORDS = {
    "lock_sealed.title": "Locked",
    "lock_sealed.why": "This session has neither a password nor a PIN here, so nobody can open this lock.",
    "lock_sealed.next": "F9 ends the session; then sign in again. What was typed is kept for its owner.",
    "lock_sealed.help": "Nothing opens this lock, because the sign-in was in a web browser and no PIN was chosen. Anybody may end the session; choose a PIN next time.",
}
