"""The receipt of documents."""

WORDS = {
    "document_receipt.title": "Receipt",
    "document_receipt.arrived": "all of it has arrived.",
    "document_receipt.filed": "this is on file.",
    "document_receipt.help": "The confirmation number, the day that counts as received, and of each file the SHA-256 of what is stored there, which is that of your file. F2 prints it.",
}
