"""Where documents begin."""

from spot_tui.words import Counted

WORDS = {
    "documents_home.title": "Send documents",
    "documents_home.heading": "Which form do you want to send?",
    "documents_home.under_way": Counted(
        "count",
        "{count} submission is on its way to the contractor. u shows how far it is.",
        "{count} submissions are on their way to the contractor. u shows how far they are.",
    ),
    "documents_home.help": "Choose a form by its digit or with the arrow keys and Enter. Then come its fields, the files that go along, and a review; nothing is sent before that. h lists what was sent.",
}
