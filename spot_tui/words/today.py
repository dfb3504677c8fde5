"""What a person asked today, and the reject meter."""

from spot_tui.words import Counted

WORDS = {
    "today.title": "Today",
    "today.heading": "Your inquiries of today",
    "today.none": "You have asked nothing today that is still known here.",
    "today.column.time": "Time",
    "today.column.patient": "Patient",
    "today.column.mbi": "MBI",
    "today.column.outcome": "Outcome",
    "today.outcome.answered": "Answered",
    "today.outcome.rejected": "Rejected",
    "today.outcome.rejected_with": "Rejected, AAA {code}",
    "today.outcome.failed": "Failed",
    "today.outcome.stopped": "Stopped",
    "today.filter.all": ".  All {all}",
    "today.filter.some": ".  {outcome} only: {some} of {all}",
    "today.about": "Date of service {service} - {words}",
    "today.about_other": "For {provider}. Date of service {service} - {words}",
    "today.opening": "Opening the answer",
    "today.no_answer": "This inquiry has no answer. F5 asks again.",
    "today.ask_again": "Ask Medicare once more about {name}? Press {key} again; any other key: no.",
    "today.other_provider": "This was asked for {provider}. Work for that provider to ask again.",
    "today.help": "Enter opens an answer without asking again while it is good. The list is yours alone; without kept answers it ends when you sign out.",
    "today.cli.help": "show what you asked today and how it ended, and how many inquiries were rejected",
    "today.cli.outcome.help": "only those that ended so",
    "today.cli.not_kept": "Answers are not kept on this machine, so no other program's inquiries of today are known here.",
    "today.meter": Counted(
        "days",
        "Rejects: {rejected} of {asked} inquiries ({percent} %), today",
        "Rejects: {rejected} of {asked} inquiries ({percent} %), last {days} days",
    ),
    "today.meter.none": Counted(
        "count",
        "No inquiry was answered today.",
        "No inquiry was answered in the last {count} days.",
    ),
    "today.meter.kinds": "{told}: {kinds}.",
    "today.meter.high": Counted(
        "days",
        "Rejects are high: {rejected} of {asked} inquiries ({percent} %, limit {limit} %), today",
        "Rejects are high: {rejected} of {asked} inquiries ({percent} %, limit {limit} %), last {days} days",
    ),
}
