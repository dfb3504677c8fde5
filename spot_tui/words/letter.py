"""A decision letter."""

WORDS = {
    "letter.title": "Decision letter",
    "letter.help": "The letter in the contractor's own words. F2 prints it or writes it into a file. That you opened it is recorded.",
}
