"""F1."""

WORDS = {
    "explain.title": "Help",
}
