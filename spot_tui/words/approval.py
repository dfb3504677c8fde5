"""Waiting for an approval on another device."""

WORDS = {
    "approval.title": "Approval",
    "approval.heading": "Approve this sign-in: {device}",
    "approval.number": "Pick this number there: {number}",
    "approval.plain": "Open the request there and approve it.",
    "approval.not_you": "Approve only what you asked for yourself. F6 takes another device.",
    "approval.waiting": "Waiting for your approval",
    "approval.help": "A request was sent to your device. Open it there; where a number is shown here, pick the same one there.",
}
