"""The look-up of a Medicare number, on the screen and as a command."""

WORDS = {
    "mbi_lookup.title": "MBI look-up",
    "mbi_lookup.heading": "Find a Medicare number (MBI)",
    "mbi_lookup.why": "Medicare gives a number only to who knows all four. The Social Security number is sent to {source} once: it is in no draft, no log and no file.",
    "mbi_lookup.rule": "For Medicare business only. Of somebody who died it is given for four years.",
    "mbi_lookup.to_correct": "Nothing was asked: correct or fill in what is marked with !",
    "mbi_lookup.waiting": "Asking {source}",
    "mbi_lookup.found": "Found by {source}: {mbi}, {first_name} {last_name}. Check the dates, then F5.",
    "mbi_lookup.help": "Names, date of birth and Social Security number must all be as on Medicare's record. The number found goes into the eligibility inquiry, with the names as Medicare has them. A number that was replaced leads to the one in force.",
}
