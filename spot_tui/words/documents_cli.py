"""What the commands on documents say."""

from spot_tui.words import Counted

WORDS = {
    "documents_cli.check.help": "look through the files, check them and the form by all rules, and send nothing",
    "documents_cli.forms.help": "list the forms, or the fields of one",
    "documents_cli.submit.help": "check a form with its files, upload them and send it; goes on by itself when the line breaks",
    "documents_cli.resume.help": "go on with uploads that were broken off, from where they stopped",
    "documents_cli.list.help": "list the documents that you sent, and what of them waits",
    "documents_cli.show.help": "show the receipt of a submission: its days, and the SHA-256 of each file",
    "documents_cli.everybody.help": "list what everybody at the provider sent",
    "documents_cli.number": "NUMBER",
    "documents_cli.number.help": "the confirmation number of a submission",
    "documents_cli.nothing": "No upload of yours was broken off for this provider.",
    "documents_cli.form": "FORM",
    "documents_cli.form.help": "which form, such as records; documents forms lists them",
    "documents_cli.form.one": "list those of one form, such as records",
    "documents_cli.words": "TEXT",
    "documents_cli.find.help": "list those with this in their claim, letter, number or files; patient data better not",
    "documents_cli.form.fields": "list its fields",
    "documents_cli.files.help": "the files that go along, but for the letter",
    "documents_cli.letter.help": "the copy of the letter that asks for records; may be repeated",
    "documents_cli.field": "KEY=VALUE",
    "documents_cli.field.help": "a field of the form; may be repeated. A - alone reads all as JSON from standard input, the private way",
    "documents_cli.field.shape": "give KEY=VALUE, or - for JSON on standard input",
    "documents_cli.free": "{form}: this may be sent.",
    "documents_cli.warned": Counted(
        "count",
        "{form}: this may be sent after a yes to {count} warning.",
        "{form}: this may be sent after a yes to {count} warnings.",
    ),
    "documents_cli.refused": Counted(
        "count",
        "{form}: this cannot be sent, {count} thing is wrong.",
        "{form}: this cannot be sent, {count} things are wrong.",
    ),
}
