"""More papers for an appeal."""

WORDS = {
    "appeal_papers.title": "Papers",
    "appeal_papers.folder": "Files are taken from {folder}, or name the whole path.",
    "appeal_papers.no_folder": "No folder is set from which files may be taken on this terminal; ask whoever set it up.",
    "appeal_papers.looking": "Looking through the files",
    "appeal_papers.help": "Papers can be added while nothing is decided. The files are looked through first: kind, whole, not locked, no programs in them. More than three go with another form.",
}
