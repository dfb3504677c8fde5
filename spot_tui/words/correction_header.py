"""The header of a correction."""

WORDS = {
    "correction_header.title": "Header",
    "correction_header.heading": "Header of claim {number}",
    "correction_header.help": "Diagnoses may be added or changed, not taken away. F5 takes the header over; nothing is sent yet.",
}
