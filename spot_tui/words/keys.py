"""What the screens say about keys."""

WORDS = {
    "keys.leader": "Ctrl+G, now a digit:",
    "keys.with_leader": "Ctrl+G, then:",
    "keys.hint": "No F-keys? Ctrl+G, then the digit: Ctrl+G 5 is F5. Esc goes back like F3.",
    "keys.left": "Left",
    "keys.right": "Right",
    "keys.space": "Space",
    "keys.title": "Keys of this screen",
    "keys.fields": "Tab, Enter or Down goes to the next field, Shift+Tab or Up to the one before.",
    "keys.lines": "Up and Down move the line cursor, F7 and F8 turn pages.",
}
