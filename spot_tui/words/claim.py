"""The screen of one claim."""

WORDS = {
    "claim.title": "Claim",
    "claim.help": "Press a tab's digit, or Left and Right. F1 explains the codes of the line under the cursor and what to do about them.",
}
