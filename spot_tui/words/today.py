"""What a person asked today, and the reject meter."""

WORDS = {
    "today.no_warning": "No warnings",
}
