"""The choice of the device."""

WORDS = {
    "device.title": "Device",
    "device.heading": "Which device shall give you the passcode?",
    "device.choose": "Press the digit of a device, or move with Up and Down and press Enter.",
    "device.only_one": "Register a second device in your profile, in a web browser: it helps when this one is not at hand.",
    "device.slow": "can take minutes",
    "device.help": "Only the device that you choose gets or shows a passcode. Use only your own devices.",
}
