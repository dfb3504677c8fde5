"""One of many claims that take the same change."""

WORDS = {
    "bulk_claim.title": "Claim",
    "bulk_claim.help": "What would be sent for this claim, before and after, and what rules say of it. F3 goes back to the others.",
}
