"""The deadline board."""

from spot_tui.words import Counted

WORDS = {
    "deadlines.title": "Deadlines",
    "deadlines.heading": "What has to be done by when",
    "deadlines.help": "Everything that has a last day: requests for records, what waits in the outbox, drafts. The first to end stands first.",
    "deadlines.asking": "Gathering deadlines",
    "deadlines.none": "Nothing has a last day.",
    "deadlines.column.day": "Last day",
    "deadlines.column.left": "Left",
    "deadlines.column.what": "What",
    "deadlines.column.about": "About",
    "deadlines.left": Counted("days", "{days} day", "{days} days"),
    "deadlines.today": "TODAY",
    "deadlines.over": "over",
    "deadlines.send_by": "To count as received in time it must be sent by {date}, {time}.",
    "deadlines.too_late": "Sent now it counts as received after its last day: {date}, {time} was the end.",
    "deadlines.source.request": "Records are wanted",
    "deadlines.source.outbox": "Not sent: {of}",
    "deadlines.source.draft": "Draft: {of}",
    "deadlines.next.request": "Enter opens the letter: it says what is wanted.",
    "deadlines.next.outbox": "Enter opens it in the outbox. It is sent when the line is back; until then it does not count as received.",
    "deadlines.next.draft": "Enter goes on with it. Nothing of it was sent.",
}
