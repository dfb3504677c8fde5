"""Labels and help of fields: ``field.NAME.label``, ``field.NAME.help``."""

WORDS = {
    "field.mbi.label": "Medicare number (MBI)",
    "field.mbi.help": "11 letters and digits from the red, white and blue card, without dashes, like 1EG4TE5MK73.",
    "field.first_name.label": "First name",
    "field.first_name.help": "As it stands on the Medicare card.",
    "field.last_name.label": "Last name",
    "field.last_name.help": "As it stands on the Medicare card, with its hyphen or suffix.",
    "field.birth_date.label": "Date of birth",
    "field.birth_date.help": "MM/DD/YYYY, like 03/02/1948.",
    "field.service_date.label": "Date of service",
    "field.service_date.help": "MM/DD/YYYY: the first day of the visit or stay. Empty means today.",
    "field.service_date_to.label": "Last date of service",
    "field.service_date_to.help": "MM/DD/YYYY: the last day, if there is more than one.",
    "field.user_id.label": "User ID",
    "field.user_id.help": "The user ID of your CMS identity (IDM) account.",
    "field.password.label": "Password",
    "field.password.help": "The password of your CMS identity (IDM) account.",
    "field.passcode.label": "Passcode",
    "field.passcode.help": "The digits that your device shows or that were sent to it.",
    "field.npi.label": "Provider number (NPI)",
    "field.npi.help": "Ten digits.",
}
