"""Notices to every office."""

WORDS = {
    "notices.title": "Notices",
    "notices.help": "What the contractor tells every office, the newest first, such as closed days or new rules.",
    "notices.asking": "Asking for notices",
    "notices.none": "There are no notices.",
    "notices.until": "until {date}",
}
