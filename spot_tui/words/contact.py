"""Whom to ask, and what to quote."""

WORDS = {
    "contact.help_desk": "{name}: telephone {phone}, e-mail {email}",
    "contact.help_desk.usual_options": "1 general, 2 enrollment",
    "contact.help_desk.options": "{name}: telephone {phone} ({phone_options}), e-mail {email}",
    "contact.approver": "End users ask the approver of {provider}: {approver}",
    "contact.quote": "Have ready: {what}",
    "contact.quote.user_id": "user ID {value}",
    "contact.quote.number": "confirmation number {value}",
    "contact.quote.reference": "reference {value}",
}
