"""One submission of the outbox."""

WORDS = {
    "outbox_item.title": "Submission",
    "outbox_item.help": "How it stands, why it waits, and what the contractor said. It is sent by itself when its next try is due or the line is back; F5 sends it now. Of one that was refused, or came too late, F5 opens the form again with all that stood in it. F4 removes it from this machine after a question, F2 prints it.",
    "outbox_item.about": "{what}, claim {claim}",
    "outbox_item.gone": "It is not in your outbox any more.",
    "outbox_item.other_provider": "It was made for NPI {npi}: work for that provider to send it.",
    "outbox_item.opening": "Opening the form",
    "outbox_item.dropping": "Removing it",
    "outbox_item.drop.unconfirmed": "It may have arrived: removed here, it may still be on file, and its number is never learnt. F4 again removes it nevertheless; any other key keeps it.",
    "outbox_item.drop.confirmed": "It is on file and stays so; its receipt on this machine goes. F4 again removes it; any other key keeps it.",
}
