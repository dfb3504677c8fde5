"""What every form says."""

WORDS = {
    "form.optional": " (optional)",
    "form.shortcut": "F2 removes them.",
    "form.more": "{count} more to correct.",
}
