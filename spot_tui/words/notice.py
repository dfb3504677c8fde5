"""What stands above the keys."""

WORDS = {
    "notice.elapsed": " ({seconds} s)",
    "notice.cancel": "F3 cancels.",
    "notice.cancelled": "Cancelled. Nothing is shown.",
}
