"""The passcode."""

WORDS = {
    "passcode.title": "Passcode",
    "passcode.sent": "A passcode is on its way: {device}",
    "passcode.shown": "Type the passcode that shows now: {device}",
    "passcode.touch": "Touch the button of your key: {device}",
    "passcode.resend_in": "A new code can be sent in {seconds} s.",
    "passcode.resend_now": "No code came? F4 sends a new one.",
    "passcode.patience.sms": "A text message comes within seconds.",
    "passcode.patience.voice": "The call comes within seconds.",
    "passcode.patience.email": "An e-mail may take some minutes; look in the spam folder too.",
    "passcode.looking": "Looking at the made-up device",
    "passcode.practice": "Practice: the phone shows {code} now, for {seconds} s more.",
    "passcode.practice_used": "Practice: the phone still shows {code}, which was used; a new one comes in {seconds} s.",
    "passcode.practice_key": "Practice: touched now, the key types {code}",
    "passcode.practice_none": "Practice: the device shows no code now.",
    "passcode.help": "The passcode holds for a short time. Each wrong one counts as a try.",
}
