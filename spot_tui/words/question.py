"""The security question."""

WORDS = {
    "question.title": "Security question",
    "question.heading": "The sign-in service asks its security question:",
    "question.help": "Type the answer as you gave it when the question was set up; it is not shown.",
}
