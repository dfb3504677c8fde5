"""The list of drafts."""

WORDS = {
    "drafts.title": "Drafts",
    "drafts.heading": "Typed and not sent",
    "drafts.opening": "Opening the draft",
    "drafts.dropping": "Removing the draft",
    "drafts.for": "For {provider}.",
    "drafts.until": "Kept until {moment}, or longer once you go on with it.",
    "drafts.other_provider": "This draft belongs to {provider}: change to that provider first (Ctrl+O).",
    "drafts.help": "Press the digit of a draft to go on with it, or mark it and press F2 to remove it. Nobody else sees your drafts.",
}
