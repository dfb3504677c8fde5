"""What every screen may have to say."""

WORDS = {
    "page.too_small": "This window has {width} columns and {height} rows; make it at least {columns} by {rows}, or the letters smaller.",
}
