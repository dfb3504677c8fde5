"""What every form says."""

WORDS = {
    "form.optional": " (optional)",
    "form.told_at": "Check this too: see {field}.",
    "form.shortcut": "F2 removes them.",
    "form.yes": "Yes",
    "form.no": "No",
}
