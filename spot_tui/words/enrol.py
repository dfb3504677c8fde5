"""The registration of a device."""

WORDS = {
    "enrol.title": "Register a device",
    "enrol.heading": "Which device shall be registered?",
    "enrol.registered": "Registered already: {names}",
    "enrol.second": "Two devices are better than one: who loses the only one cannot sign in. Codes by e-mail can take minutes.",
    "enrol.help": "Choose the kind of device that shall show or get your passcodes; the next screen sets it up.",
}
