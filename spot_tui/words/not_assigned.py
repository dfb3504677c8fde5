"""Who signed in has no approved role."""

WORDS = {
    "not_assigned.title": "No role yet",
    "not_assigned.help": "Access takes two things: an account, which you have, and an approved role at an office.",
    "not_assigned.heading": "You signed in, but no approved role was found",
    "not_assigned.still": "This happened again, so an old session is not the cause.",
    "not_assigned.causes": "One of these is the cause:\n- You have not asked for a role yet.\n- Your request still waits, or it was denied.\n- Your role ended, or its yearly certification was missed.",
    "not_assigned.causes.stale": "- Your role is approved, but an old session is in the way: sign in again.",
    "not_assigned.limited": "Sign in for access requests only",
    "not_assigned.limited.note": "see which it is, ask for a role",
    "not_assigned.again": "Sign in again",
    "not_assigned.once_more.browser": "Both show a new code for the web browser.",
    "not_assigned.once_more": "Password and a new passcode are asked for once more.",
}
