"""What became of papers of an appeal."""

WORDS = {
    "appeal_papers_sent.title": "Sent",
    "appeal_papers_sent.confirmed": "The papers are on the appeal.",
    "appeal_papers_sent.waits": "The line is away: the papers wait in the outbox.",
    "appeal_papers_sent.next.confirmed": "The files themselves go on their way now, beside the screens; a broken line does not begin them anew. The appeal lists the papers.",
    "appeal_papers_sent.help": "The contractor knows which papers belong to the appeal, by their names and their marks (SHA-256). The files follow by the upload.",
}
