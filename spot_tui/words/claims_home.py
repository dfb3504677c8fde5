"""Where work on claims begins."""

WORDS = {
    "claims_home.title": "Claims",
    "claims_home.heading": "Claims",
    "claims_home.about.search_claims": "by dates, patient or number; with lines, payment, appeals",
    "claims_home.about.claim_status": "one claim, asked of the payer itself (276/277)",
    "claims_home.about.my_corrections": "what was sent, what waits, and how far each is",
    "claims_home.about.my_appeals": "outcomes, decision letters, documents, the next level",
    "claims_home.hint": "A new claim shows {days} business days after it was sent. Part A and Part B come from different systems.",
    "claims_home.help": "Search lists claims with all their detail. Status asks the payer about one claim and tells where it stands now.",
}
