"""Claims found by a search."""

from spot_tui.words import Counted

WORDS = {
    "claims_list.column.service": "Service",
    "claims_list.column.number": "ICN/DCN",
    "claims_list.column.patient": "Patient",
    "claims_list.column.status": "Status",
    "claims_list.column.billed": "Billed",
    "claims_list.column.paid": "Paid",
    "claims_list.count": Counted("count", "{count} claim", "{count} claims"),
    "claims_list.none": "No claim was found. A new claim shows {days} business days after it was sent: wait that long before you look again, and do not send it twice. Else check part, dates, MBI and number.",
    "claims_list.since": "Looked for what was decided since {date} or is not decided; an older claim is found by its number.",
}
