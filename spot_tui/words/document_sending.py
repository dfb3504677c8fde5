"""A submission on its way."""

WORDS = {
    "document_sending.title": "Sending",
    "document_sending.far": "{arrived} of {total} have arrived.",
    "document_sending.doing": "{file}: {line}.",
    "document_sending.in_turn": "Its turn comes in a moment: one submission is sent after the other.",
    "document_sending.paused": "Paused. p goes on; how much is over there is asked first.",
    "document_sending.stopped": "Stopped. p tries it once more.",
    "document_sending.pausing": "Pausing",
    "document_sending.cancelling": "Giving it up",
    "document_sending.ended_later": "Given up here. The contractor's system cannot be told now: what it has is thrown away there once the line is back.",
    "document_sending.leaving": "You may leave (F3): it goes on meanwhile. At sign-out it pauses, and it goes on at your next sign-in. It counts as sent only with its receipt.",
    "document_sending.help": "The bar counts what has arrived over there, not what left here. p pauses and goes on, F5 tries at once where the next try is waited for, F4 gives it up. When all is there and the hashes are equal, the receipt is shown.",
}
