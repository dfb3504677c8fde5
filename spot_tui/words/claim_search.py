"""The screen on which claims are searched."""

WORDS = {
    "claim_search.title": "Search",
    "claim_search.heading": "Search claims",
    "claim_search.hint": "Part A goes by dates; Part B by dates, MBI or claim number, any one of them. Looked for are claims decided in the last {months_a} (A) or {months_b} (B) months, or not yet. A new claim shows {days} business days after it was sent.",
    "claim_search.waiting": "Searching claims",
    "claim_search.to_correct": "Nothing was asked: correct or fill in what is marked with !",
    "claim_search.help": "Claims of the provider you work for. Part A and Part B come from different systems, so choose one. With two dates, every claim with a service in between is found.",
}
