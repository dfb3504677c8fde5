"""What to look for among the documents that were sent."""

WORDS = {
    "documents_find.title": "Search",
    "documents_find.heading": "Look for what stands in a submission.",
    "documents_find.help": "F5 lists what has these words in its number, its fields or the name of a file. Nothing typed lists all again.",
}
