"""The number of a telephone that is registered."""

WORDS = {
    "enrol_phone.title": "Telephone number",
    "enrol_phone.heading": "Which number shall get the codes? {kind}",
    "enrol_phone.help": "The sign-in service sends a first code there at once, to be typed on the next screen.",
}
