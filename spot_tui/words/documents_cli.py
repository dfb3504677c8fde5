"""What the commands on documents say."""

from spot_tui.words import Counted

WORDS = {
    "documents_cli.check.help": "look through the files, check them and the form by all rules, and send nothing",
    "documents_cli.forms.help": "list the forms, or the fields of one",
    "documents_cli.form": "FORM",
    "documents_cli.form.help": "which form, such as records; documents forms lists them",
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
