"""What signing in says besides its problems."""

WORDS = {
    "identity.practice": "The practice portal",
    "identity.upstream": "Sign-in (IDM)",
    "identity.device.authenticator": "Authenticator app ({where})",
    "identity.device.authenticator.bare": "Authenticator app",
    "identity.device.okta_verify": "Okta Verify code ({where})",
    "identity.device.okta_verify.bare": "Okta Verify code",
    "identity.device.sms": "SMS to {where}",
    "identity.device.sms.bare": "SMS to your phone",
    "identity.device.voice": "Voice call to {where}",
    "identity.device.voice.bare": "Voice call to your phone",
    "identity.device.email": "E-mail to {where}",
    "identity.device.email.bare": "E-mail to your address",
    "identity.device.other": "{where} (cannot be used here)",
    "identity.device.other.bare": "Another device (cannot be used here)",
}
