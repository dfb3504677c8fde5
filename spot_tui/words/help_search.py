"""The search in the help."""

WORDS = {
    "help_search.title": "Search help",
    "help_search.heading": "Search all help pages",
    "help_search.nothing": "No page has these words: {words}. Try fewer or other words.",
    "help_search.help": "Type words and press Enter; then choose a page.",
}
