"""What plain prompts say."""

WORDS = {
    "prompts.optional": " (may be empty)",
    "prompts.number": "Number from 1 to {most}: ",
    "prompts.number.wrong": "Type a number from 1 to {most}, then Enter.",
    "prompts.yes": "yes",
    "prompts.no": "no",
    "prompts.yes_or_no": "Type {yes} or {no}, then Enter.",
    "prompts.mend": "Use {mended} instead?",
}
