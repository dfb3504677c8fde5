"""A forgotten password, and a locked account: whose it is."""

WORDS = {
    "recovery.title.forgot": "Forgot password",
    "recovery.title.unlock": "Unlock account",
    "recovery.heading.forgot": "Set a new password for a forgotten one",
    "recovery.heading.unlock": "Open a locked account",
    "recovery.steps.forgot": "Next: how the code reaches you, the code, your security question, the new password.",
    "recovery.steps.unlock": "Next: how the code reaches you, the code, your security question. The password stays.",
    "recovery.offer.forgot": "{key} sets a new password now, with a code that is sent to you.",
    "recovery.offer.unlock_account": "{key} opens a locked account now, with a code that is sent to you.",
    "recovery.offer.browser": "{key} signs in with a web browser, where a security key works.",
    "recovery.answers_alike": "A user ID that does not exist gets the same answer. No code comes? Then check the user ID.",
    "recovery.help": "Text message and call reach you only at a telephone that you registered for passcodes; e-mail goes to the address of your profile.",
}
