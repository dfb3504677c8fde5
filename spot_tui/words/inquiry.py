"""The eligibility inquiry."""

WORDS = {
    "inquiry.title": "Eligibility",
    "inquiry.heading": "Check eligibility",
    "inquiry.hint": "Enter goes to the next field and sends from the last one; F5 sends from anywhere.",
    "inquiry.to_correct": "Nothing was sent: {count} to correct or to fill in, marked with !",
    "inquiry.waiting": "Asking {source}",
    "inquiry.again": "Asking again, try {attempt}",
    "inquiry.help": "All of it must match Medicare's record: type it as it stands on the Medicare card.",
}
