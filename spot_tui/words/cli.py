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
}
