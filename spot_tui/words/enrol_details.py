"""Setting up the device that is being registered."""

WORDS = {
    "enrol_details.title": "Set up the device",
    "enrol_details.heading": "Set up now: {kind}",
    "enrol_details.scan": "1  In the app add an account. Scan the square, or type this setup key (based on time):",
    "enrol_details.type": "1  In the app add an account by its setup key (based on time), and type:",
    "enrol_details.prove": "2  Type the code that it shows:",
    "enrol_details.where": "A code was sent to {where}.",
    "enrol_details.waiting": "Waiting for the device",
    "enrol_details.help": "Then type the code that the device shows or gets; it proves that the device works.",
}
