"""Where a correction begins."""

WORDS = {
    "correction_start.title": "Claim correction",
    "correction_start.heading": "Whose claim is it, and does it go once more as it is?",
    "correction_start.hint": "A history correction sends the whole claim again, unchanged. No: you change what was billed wrong.",
    "correction_start.to_correct": "Correct what is marked. Nothing was sent.",
    "correction_start.help": "The contractor compares the names with the claim. What you type is kept as a draft until the correction is sent.",
}
