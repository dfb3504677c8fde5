"""Choosing files."""

from spot_tui.words import Counted

WORDS = {
    "document_picker.title": "Choose files",
    "document_picker.places": "Folders from which files may be sent",
    "document_picker.opening": "Opening the folder",
    "document_picker.folder": "folder",
    "document_picker.medium": "medium",
    "document_picker.empty": "Nothing in this folder can be sent.",
    "document_picker.hidden": Counted(
        "count",
        "{count} entry is not shown: hidden, or no plain file.",
        "{count} entries are not shown: hidden, or no plain files.",
    ),
    "document_picker.more": "Only the first {count} are shown.",
    "document_picker.marked": Counted("count", "{count} file marked.", "{count} files marked."),
    "document_picker.help": "Enter opens the folder under the cursor, Left goes to the one above. Space marks a file, F5 takes all that are marked, in whichever folder. Only folders that are set up for this terminal are shown.",
}
