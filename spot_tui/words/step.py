"""What all steps of the sign-in say."""

WORDS = {
    "step.waiting": "Asking the sign-in service",
    "step.cancelled": "Cancelled. Start again when you are ready.",
    "step.unlocked": "The account is open again. Sign in now, with the password that you had.",
    "step.changed": "The password was changed. Sign in now, with the new one.",
}
