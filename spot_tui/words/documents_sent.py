"""What was sent."""

WORDS = {
    "documents_sent.title": "What was sent",
    "documents_sent.mine": "Documents that I sent",
    "documents_sent.everybody": "Documents of everybody who works for this provider",
    "documents_sent.with": "with {wanted}",
    "documents_sent.none": "No documents were sent.",
    "documents_sent.not_found": "Nothing of what was sent is like that.",
    "documents_sent.asking": "Asking what was sent",
    "documents_sent.opening": "Opening the receipt",
    "documents_sent.column.sent": "Sent",
    "documents_sent.column.form": "Form",
    "documents_sent.column.status": "Status",
    "documents_sent.column.number": "Confirmation",
    "documents_sent.help": "Enter opens the receipt, or shows how far what is on its way is. s looks for a claim, a letter, a number or a file; g shows one form alone, m everybody's, F5 asks anew.",
}
