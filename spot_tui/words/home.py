"""The home screen."""

from spot_tui.words import Counted

WORDS = {
    "home.on_their_way": "on their way now",
    "home.batch.running": "running now",
    "home.batch.paused": "paused",
    "home.batch.waiting": "rows without an answer",
    "home.title": "Home",
    "home.heading": "What would you like to do?",
    "home.who": "Signed in   {name} (user ID {user})",
    "home.last": "Last time   {moment}, from this terminal",
    "home.lapses": Counted(
        "days",
        "Access      last sign-in {days} day ago; lapses on {date} without another",
        "Access      last sign-in {days} days ago; lapses on {date} without another",
    ),
    "home.lapses.today": "Access      last sign-in within a day; lapses on {date} without another",
    "home.second_device.here": "! You have one device. Press {keys} and add a second, in case you lose it.",
    "home.second_device.browser": "! You have one device only. Add a second at {page}; {keys} tells how.",
    "home.provider": "Working for {provider}",
    "home.opening_draft": "Opening what was kept",
    "home.unsent": Counted(
        "count",
        "! {count} submission is not sent: {key} shows it.",
        "! {count} submissions are not sent: {key} shows them.",
    ),
    "home.refused": Counted(
        "count",
        "! {count} submission was not taken: {key} shows why.",
        "! {count} submissions were not taken: {key} shows why.",
    ),
    "home.draft": "{form}, {moment}",
    "home.drafts": Counted(
        "count",
        "{count} draft",
        "{count} drafts",
    ),
    "home.draft_ends": "A draft is removed at {moment}: go on with it before.",
    "home.drafts_end": Counted(
        "count",
        "{count} draft is removed soon, at {moment}: go on with it before.",
        "{count} drafts are removed soon, the first at {moment}: go on with them before.",
    ),
    "home.practice": "Practice portal: everybody you can ask about is made up.",
    "home.production": "Production: real patients, real data.",
    "home.help": "Press the digit of a job, or move with Up and Down and press Enter. F9 signs you out.",
    "home.unread": "{count} new",
    "home.request": Counted("days", "records wanted within {days} day", "records wanted within {days} days"),
    "home.request_today": "records wanted TODAY",
    "home.request_over": "records wanted, time is OVER",
    "home.notice": "{date}: {title}",
    "home.duties.waiting": "{count} to decide",
    "home.duties.due": "{count} to certify",
    "home.duties.overdue": "{count} OVERDUE",
}
