"""What is said before a session locks or ends, and of the work that this interrupts."""

WORDS = {
    "session.warn.lock.minutes": "! The screen locks in {count} min. Press any key to stay.",
    "session.warn.lock.seconds": "! The screen locks in {count} s. Press any key to stay.",
    "session.warn.end.minutes": "! This session ends in {count} min. Finish, then sign in again.",
    "session.warn.end.seconds": "! This session ends in {count} s. Finish, then sign in again.",
}
