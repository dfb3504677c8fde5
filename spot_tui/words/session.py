"""What is said before a session locks or ends, and of the work that this interrupts."""

WORDS = {
    "session.warn.lock.minutes": "! Locks in {count} min; any key stays.",
    "session.warn.lock.seconds": "! Locks in {count} s; any key stays.",
    "session.warn.end.minutes": "! Session ends in {count} min: finish.",
    "session.warn.end.seconds": "! Session ends in {count} s: finish.",
}
