"""The first screen."""

WORDS = {
    "welcome.title": "Welcome",
    "welcome.name": "spot-tui - Medicare provider portal for the terminal",
    "welcome.staff": "For staff of Medicare providers: eligibility of patients, for correct claims.",
    "welcome.beneficiaries": "Beneficiaries: go to Medicare.gov or call 1-800-MEDICARE (1-800-633-4227).",
    "welcome.practice": "PRACTICE: all people here are made up. Never type a real patient.",
    "welcome.language": "Choose your language to go on to the sign-in: press its digit, or Enter.",
    "welcome.help_desk": "Questions? {name}",
    "welcome.contact": "  telephone {phone}   e-mail {email}",
    "welcome.help": "Press the digit of a language, or Enter, to go on to the terms and the sign-in. F4 shows which services work.",
}
