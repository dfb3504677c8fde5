"""One line of a correction."""

WORDS = {
    "correction_line.title": "Line",
    "correction_line.kind": "Kind of change: {kinds}.",
    "correction_line.no_kind": "Nothing is changed yet.",
    "correction_line.part": "Part {part} of {of}",
    "correction_line.minutes": "{words} F2 enters {units} units.",
    "correction_line.help": "Change what was billed wrong; one kind of change for each line. F5 takes the line over; nothing is sent yet. F4 puts it back as it was.",
}
