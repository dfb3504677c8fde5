"""Claim corrections: kinds of change."""

WORDS = {
    "correction.type.service_from": "First day of service",
    "correction.type.service_to": "Last day of service",
    "correction.type.service_both": "Both days of service",
    "correction.type.diagnosis": "Primary diagnosis",
    "correction.type.procedure": "Procedure code",
    "correction.type.add_modifier": "Modifier added",
    "correction.type.edit_modifier": "Modifier replaced",
    "correction.type.delete_modifier": "Modifier taken away",
    "correction.type.hospice": "Hospice (GV or GW)",
    "correction.type.units": "Units",
    "correction.type.billed": "Billed amount",
    "correction.type.place": "Place of service",
}
