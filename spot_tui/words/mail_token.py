"""The mail of a recovery, which holds a link instead of a code."""

WORDS = {
    "mail_token.title": "Mail",
    "mail_token.heading": "A mail is on its way to the address of your profile.",
    "mail_token.patience": "An e-mail may take some minutes; look in the spam folder too. F6 takes another way.",
    "mail_token.here": "To go on here: paste the link of the mail, or type the letters and digits at its end.",
    "mail_token.browser": "Or open the link in a web browser, finish there, then sign in here (F3).",
    "mail_token.looking": "Looking into the made-up mailbox",
    "mail_token.practice": "Practice: the mail holds {code}, which is filled in. F5 goes on.",
    "mail_token.practice_none": "Practice: there is no mail. It comes only to a user ID that exists.",
    "mail_token.help": "The link holds for a short time and once. Blanks that a paste brings along are dropped.",
}
