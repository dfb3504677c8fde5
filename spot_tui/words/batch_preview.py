"""The preview of a batch."""

WORDS = {
    "batch_preview.title": "Preview",
    "batch_preview.help": "What the file holds. Rows that cannot be asked are listed and left out. Choose what the batch is asked for: it begins then, and the purpose is recorded.",
}
