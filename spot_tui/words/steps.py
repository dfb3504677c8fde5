"""The way to each service, step by step."""

WORDS = {
    "steps.title": "Step by step",
    "steps.heading": "The way to each service: the first step that fails is where to look.",
    "steps.part.identity": "Sign-in",
    "steps.part.eligibility": "Eligibility",
    "steps.part.claims": "Claim status",
    "steps.part.gateway": "Gateway",
    "steps.looking": "Following the way",
    "steps.help": "Each way begins at this machine and ends at the service. Tell whom you call which step fails first, and its words; most of what it says to do is for the support of your office. Nothing about a patient is sent.",
}
