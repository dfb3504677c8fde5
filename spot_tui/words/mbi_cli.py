"""The commands on Medicare numbers."""

WORDS = {
    "mbi_cli.lookup.help": "find the Medicare number of a person",
    "mbi_cli.lookup.description": "Finds a Medicare number (MBI) by first name, last name, date of birth and Social Security number. The Social Security number is asked for without echo, or read with '-'; there is no option for it.",
    "mbi_cli.source.help": "'-' reads a JSON object with the fields from standard input: the way for a script to give ssn, and the private one for the rest",
    "mbi_cli.asking": "Asking {source} ...",
    "mbi_cli.found": "{mbi}  {first_name} {last_name}, born {birth_date}",
    "mbi_cli.source": "Source: {source}, {when} ({place})",
    "mbi_cli.next": "To ask for the eligibility: spot-tui eligibility check",
}
