"""A form of documents."""

WORDS = {
    "document_form.title": "Form",
    "document_form.part": "{form}, part {part} of {parts}",
    "document_form.looking": "Looking whether the letter was answered before",
    "document_form.looking_at_appeal": "Looking how the appeal stands",
    "document_form.help": "What you type is kept as a draft from the first key, the files that you chose with it. F5 goes on to the files; nothing is sent yet.",
}
