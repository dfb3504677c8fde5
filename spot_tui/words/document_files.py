"""The files of a submission."""

from spot_tui.words import Counted

WORDS = {
    "document_files.title": "Files",
    "document_files.column.found": "Found",
    "document_files.none": "No file was chosen yet. F2 opens the folders.",
    "document_files.checking": "checking ...",
    "document_files.still_checking": "The files are looked through. This may take a while.",
    "document_files.fine": Counted("count", "ok, {count} page", "ok, {count} pages"),
    "document_files.wrong": "wrong, see below",
    "document_files.to_correct": "Take out what is wrong, or put it right and add it again.",
    "document_files.mark_letter": "l marks the file under the cursor as the letter.",
    "document_files.ready": "Nothing stands in the way. F5 shows all once more.",
    "document_files.help": "Each file is looked through as soon as it is chosen: kind, size, whether it is whole and open, what is inside, viruses. Of an answer to a letter, mark the copy of the letter with l. F4 takes a file out of what is sent; it stays on the disk.",
}
