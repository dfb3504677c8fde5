"""What a clerk makes of a claim's state: a topic of its own, since a claim that is paid is not an amount paid."""

WORDS = {
    "claim_group.received": "Received",
    "claim_group.in_process": "In process",
    "claim_group.action_needed": "Action needed",
    "claim_group.paid": "Paid",
    "claim_group.partly_paid": "Paid in part",
    "claim_group.denied": "Denied",
    "claim_group.returned": "Returned",
}
