"""The eligibility inquiry."""

WORDS = {
    "inquiry.title": "Eligibility",
    "inquiry.heading": "Check eligibility",
    "inquiry.hint": "Enter: next field, in the last one it sends. F5 sends from any field.",
    "inquiry.to_correct": "Nothing was sent: {count} to correct or to fill in, marked with !",
    "inquiry.waiting": "Asking {source}",
    "inquiry.again": "Asking again, try {attempt}",
    "inquiry.help": "All of it must match Medicare's record: type it as it stands on the Medicare card.",
}
