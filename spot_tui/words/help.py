"""What stands around the help pages; the pages themselves are data."""

WORDS = {
    "help.title": "Help page",
    "help.help": "Type words to search all pages; Enter opens the marked one.",
    "help.words": "WORDS",
    "help.words.help": "words to search for; without them all pages are listed",
    "help.page.help": "the page to show, by its name in the list",
    "help.all": "All pages (spot-tui help --page NAME shows one):",
    "help.others": "Other pages with these words:",
    "help.note": "As of {date}. {part}. {location}. Source: {source}.",
    "help.part.A": "Part A",
    "help.part.B": "Part B",
    "help.part.both": "Part A and Part B",
}
