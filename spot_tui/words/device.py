"""The choice of the device."""

WORDS = {
    "device.title": "Device",
    "device.heading": "Which device shall give you the passcode?",
    "device.choose": "Press the digit of a device, or move with Up and Down and press Enter.",
    "device.only_one.here": "You have one device only. Add a second under Your devices, once you are signed in: it helps when this one is not at hand.",
    "device.only_one.browser": "You have one device only. Add a second in a web browser, at {page}: it helps when this one is not at hand.",
    "device.slow": "can take minutes",
    "device.help": "Only the device that you choose gets or shows a passcode. Use only your own devices.",
}
