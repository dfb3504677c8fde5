"""The screen on which one claim's status is asked for."""

WORDS = {
    "claim_status.title": "Status of a claim",
    "claim_status.heading": "Ask the payer how one claim stands (276/277)",
    "claim_status.waiting": "Asking {source}",
    "claim_status.none": "The payer knows no such claim of this patient. A new claim shows {days} business days after it was sent: wait that long, and do not send it twice. Else check part, MBI, names, birth date and dates.",
    "claim_status.help": "All of it must match the claim. With the claim number the answer is about that claim alone.",
}
