"""What is said of an eligibility answer: tabs, tables, summary and warnings."""

WORDS = {
    "benefits.reject.unknown": "the inquiry was refused with a code that is not in our list.",
    "benefits.reject.unknown.next": "Call your contractor with the code.",
}
