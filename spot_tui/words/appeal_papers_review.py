"""Papers of an appeal before they are sent."""

WORDS = {
    "appeal_papers_review.title": "Review",
    "appeal_papers_review.for": "Papers for appeal {number}",
    "appeal_papers_review.size": "{size} KB",
    "appeal_papers_review.column.file": "File",
    "appeal_papers_review.column.kind": "Kind",
    "appeal_papers_review.column.pages": "Pages",
    "appeal_papers_review.column.size": "Size",
    "appeal_papers_review.sending": "Telling the contractor of the papers",
    "appeal_papers_review.help": "F5 puts the papers on the appeal and sends the files. That goes on beside the screens, and after a broken line from where it stopped.",
}
