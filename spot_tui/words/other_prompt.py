"""What else an organisation may ask during a sign-in."""

from spot_tui.words import Counted

WORDS = {
    "other_prompt.title": "Sign in",
    "other_prompt.password": "Your password is to be changed.",
    "other_prompt.password_days": Counted(
        "days",
        "Your password expires in {days} day.",
        "Your password expires in {days} days.",
    ),
    "other_prompt.question": "The sign-in service asks its security question:",
    "other_prompt.enrol": "The sign-in service wants you to register a device.",
    "other_prompt.message": "The sign-in service says:",
    "other_prompt.approval": "The sign-in service waits for your approval on: {device}",
    "other_prompt.skip": "F5 leaves this for later. To do it now, use your profile in a web browser.",
    "other_prompt.browser": "This is done in your profile, in a web browser. Then sign in here again.",
    "other_prompt.help": "The sign-in service asks for something that is done in a web browser.",
}
