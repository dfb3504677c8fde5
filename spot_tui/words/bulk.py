"""The same change on many claims."""

from spot_tui.words import Counted

WORDS = {
    "bulk.verdict.failed": "Not possible",
    "bulk.verdict.refused": "Refused",
    "bulk.verdict.returned": "Not taken",
    "bulk.verdict.warned": "Warned",
    "bulk.verdict.free": "Not sent yet",
    "bulk.verdict.waiting": "Outbox",
    "bulk.verdict.confirmed": "Received",
    "bulk.column.claim": "Claim",
    "bulk.column.patient": "Patient",
    "bulk.column.verdict": "Outcome",
    "bulk.column.number": "Rule or number",
    "bulk.section.refused": "Refused by rules",
    "bulk.section.warned": "Warned of by rules",
    "bulk.looking": Counted(
        "count", "Looking up {place} of {count} claim", "Looking up {place} of {count} claims"
    ),
    "bulk.sending": Counted(
        "count", "Sending {place} of {count} correction", "Sending {place} of {count} corrections"
    ),
    "bulk.stopping": "Stopping after this one",
    "bulk.draft": Counted("count", "{count} claim: {kind}", "{count} claims: {kind}"),
    "bulk.more": Counted("count", "Enter shows {count} other reason.", "Enter shows {count} other reasons."),
}
