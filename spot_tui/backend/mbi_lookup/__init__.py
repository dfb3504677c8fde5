"""Finding a Medicare number by name, date of birth and Social Security number."""
