"""Licence notices."""

WORDS = {
    "licence.title": "License notice",
    "licence.heading": "Notice of the {owner}",
    "licence.choose": "F5 accepts, F3 declines. Either is recorded, for you and for this version.",
    "licence.recording": "Recording what you chose",
    "licence.declined": "You declined the notice of the {owner}: its codes are not shown. Opening them asks again.",
    "licence.help": "Procedure codes belong to their owners and are shown under their terms. You are asked once, and again when the text changes.",
    "licence.words": "Licensed words: {words}",
    "licence.section": "Licensed words",
    "licence.unread": "Licensed words cannot be shown: {reason}",
    "licence.question": "Do you accept this notice?",
    "licence.option.help": "accept the license notices for procedure codes, which is recorded",
}
