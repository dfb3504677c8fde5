"""What became of the same change on many claims."""

WORDS = {
    "bulk_report.title": "Report",
    "bulk_report.done": "What could be sent is on its way. F2 prints or exports it, 3 lists your corrections.",
    "bulk_report.stopped": "It was stopped: F5 sends the rest. Nothing goes out twice.",
    "bulk_report.help": "Exceptions first. Received: the contractor has it, with a confirmation number. Outbox: it goes out by itself, once. Refused, warned and not possible stay behind: mend each by itself from its claim. F2 prints or exports the report; My corrections follows what was sent.",
}
