"""Submissions of documents: their history, and their receipt."""

from spot_tui.words import Counted

WORDS = {
    "submission.column.sent": "Sent",
    "submission.column.form": "Form",
    "submission.column.status": "Status",
    "submission.column.number": "Number",
    "submission.status.received": "Received",
    "submission.status.in_process": "In process",
    "submission.status.completed": "Completed",
    "submission.received": "Counts as received on {date}.",
    "submission.by": "Sent by {name}.",
    "submission.none": "No documents were sent here for this provider.",
    "submission.summary": Counted("count", "{count} submission: {states}.", "{count} submissions: {states}."),
    "submission.standing": "{count} {state}",
    "submission.about.claim": "Claim {text}.",
    "submission.about.letter": "Letter {text}.",
    "submission.about.files": "Files: {text}.",
    "submission.section.receipt": "Receipt",
    "submission.section.form": "Form",
    "submission.section.files": "Files, as they are stored there",
    "submission.row.number": "Confirmation",
    "submission.row.status": "Status",
    "submission.row.received": "Counts as received",
    "submission.row.sent": "Sent",
    "submission.row.confirmed": "Confirmed",
    "submission.row.claim": "Claim",
    "submission.row.overrides": "Warnings passed",
    "submission.row.by": "Sent by",
}
