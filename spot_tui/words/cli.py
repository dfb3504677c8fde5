"""What the command line says: help of commands and options, questions, findings of the doctor."""

WORDS = {
    "cli.description": "Medicare provider portal jobs in a terminal. Without a command it opens the screens.",
    "cli.commands": "commands",
    "cli.command": "COMMAND",
    "cli.name": "NAME",
    "cli.file": "FILE",
    "cli.profile.help": "the profile of the settings to use (practice if left out)",
    "cli.config.help": "the settings file to use",
    "cli.wrong_use": "Wrong use of the command: {reason}.",
    "cli.wrong_use.next": "See {command}.",
    "cli.read.help": "show X12 files in words",
    "cli.eligibility.help": "ask for a patient's Medicare eligibility",
    "cli.audit.help": "search and verify the local audit log",
    "cli.sandbox.help": "serve the practice portal, or start its made-up world over",
    "cli.doctor.help": "check terminal, settings, stores, clock and services, and say what to fix",
    "cli.sign_in.title": "signing in",
    "cli.sign_in.help": (
        "Without these you are asked at the terminal. A script gives --username, --accept-terms and, where there "
        "is more than one, --device and --provider; password and passcode are then the first two lines of "
        "standard input."
    ),
    "cli.username.help": "user ID",
    "cli.device.help": "where the passcode comes from: authenticator, sms, voice or email",
    "cli.provider.help": "for whom to ask: NPI, PTAN or name of a provider in the settings",
    "cli.accept_terms.help": "accept the terms of use; the acceptance is recorded",
    "cli.practice_user.help": "practice portal only: sign this made-up user in",
    "cli.doctor.description": "Check terminal, settings, stores, clock and services. The exit code is that of the worst finding.",
    "cli.check.help": "one inquiry",
    "cli.check.description": (
        "Ask for one patient's eligibility. What is left out is asked at the terminal. Options show in the list of "
        "processes and in the shell's history; answering at the terminal, or JSON on standard input, does not."
    ),
    "cli.check.source": "{place}  {source}, {when}",
    "cli.check.source.help": "read the patient as a JSON object from standard input",
    "cli.check.asking": "Asking ...",
    "cli.check.again": "Asking again (try {attempt}) ...",
    "cli.value": "TEXT",
    "cli.json.help": "print one JSON document on standard output and nothing else there",
    "cli.json.long": "it is longer than {most} characters",
    "cli.json.broken": "it is no JSON",
    "cli.json.no_object": "it is no object",
    "cli.json.no_text": "{key} is no text",
    "cli.practice.wait": "This code was used; the next one comes in {seconds} seconds.",
    "cli.terms.question": "Do you accept these terms?",
    "cli.sign_in.last_try": "Two tries were refused; a third wrong one may lock the account. Try anyway?",
    "cli.device.choose": "Which device shall give the passcode?",
    "cli.provider.choose": "For which provider do you ask?",
    "cli.passcode.device": "The passcode comes from: {device}",
    "cli.passcode.again": "An empty line has it sent again.",
}
