"""The terms before each sign-in. Their elements: NIST SP 800-53 AC-8 (system use notification)."""

WORDS = {
    "terms.title": "Terms",
    "terms.heading": "Before you sign in",
    "terms.text": (
        "This program opens Medicare information systems of the United States Government. They are for "
        "authorized users only.\n"
        "\n"
        "- What you do here may be monitored, recorded and audited, at any time and for any lawful purpose. "
        "You have no expectation of privacy in what you send or keep on these systems.\n"
        "- Use without authorization, or beyond it, is forbidden and may lead to disciplinary action and to "
        "civil and criminal penalties.\n"
        "- Look up a patient only for your work: to prepare correct Medicare claims, to find what a patient "
        "owes, or to learn whether a service is covered. Not to check Part C or Part D cover.\n"
        "- Your user ID, password and passcodes are yours alone. Do not share them, and do not leave this "
        "screen with a patient on it.\n"
        "\n"
        "By accepting you say that you have read this, that you consent to monitoring and recording, and "
        "that you will keep to these terms."
    ),
    "terms.choose": "Do you accept? F5: I accept.  F3: I do not accept.",
    "terms.recording": "Recording your decision",
    "terms.help": "Read the terms; F5 accepts them and goes on to the sign-in, F3 declines. Either is recorded.",
}
