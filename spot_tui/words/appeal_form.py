"""The form of an appeal."""

WORDS = {
    "appeal_form.title": "Appeal form",
    "appeal_form.heading": "{level}, part {part} of 2",
    "appeal_form.part.1": "the claim and the patient",
    "appeal_form.part.2": "which services, why, and who asks",
    "appeal_form.help": "One form is about one claim. An appeal that lacks something here is dismissed. Papers that prove it are sent once it is on file: with d on the appeal. F5 shows all of it before it is sent.",
}
