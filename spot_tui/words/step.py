"""What all steps of the sign-in say."""

WORDS = {
    "step.waiting": "Asking the sign-in service",
    "step.cancelled": "Cancelled. Start again when you are ready.",
}
