"""What is sent with a form of documents, once more."""

WORDS = {
    "document_review.title": "Review",
    "document_review.about": "Sent for {provider}",
    "document_review.not_asked": "Whether this letter was answered before could not be asked now; a second answer is refused.",
    "document_review.sending": "Putting it into the outbox",
    "document_review.help": "What stands here is sent and nothing else. It is in the outbox on this machine before anything is on the line, so nothing is lost when the line drops.",
}
