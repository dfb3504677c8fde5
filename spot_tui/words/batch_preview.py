"""The preview of a batch."""

from spot_tui.words import Counted

WORDS = {
    "batch_preview.title": "Preview",
    "batch_preview.begins": "Choosing begins the batch.",
    "batch_preview.kept": Counted(
        "left",
        "You have begun a batch of this file, and {left} row is not answered yet.",
        "You have begun a batch of this file, and {left} rows are not answered yet.",
    ),
    "batch_preview.kept.next": "{go_on} goes on with it: nobody is asked twice.\n{anew} begins anew and asks everybody again, also who was answered today.",
    "batch_preview.anew": "Anew: everybody is asked again, also who was answered today.",
    "batch_preview.help": "What the file holds. Rows that cannot be asked are listed and left out. Choose what the batch is asked for: it begins then, and the purpose is recorded. Where a batch of the file was begun before, go on with it, or begin anew. An answer of today is shown rather than asked for again, unless you begin anew.",
}
