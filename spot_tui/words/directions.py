"""Where a forgotten password or a lock is dealt with, where that cannot be done here."""

WORDS = {
    "directions.title": "Directions",
    "directions.heading": "This cannot be done here. Do it in a web browser, or call:",
    "directions.forgot": "Forgotten password",
    "directions.unlock": "Locked account",
    "directions.user_id": "Forgotten user ID",
    "directions.user_id.text": "Ask for it in a web browser at {page}, or call the help desk. Never make a second account.",
    "directions.whom": "Whom to call",
    "directions.quote": "Quote your user ID ({user_id}). Never tell anybody your password or a passcode.",
    "directions.quote.nobody": "Quote your user ID. Never tell anybody your password or a passcode.",
    "directions.help": "What your organization does not allow from here is done at your account's own page, or by the help desk.",
}
