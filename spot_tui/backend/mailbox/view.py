"""Messages in words, the same for screens, commands and prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, tzinfo

from spot_tui.backend.eligibility.sheet import Row, Section, Tone
from spot_tui.backend.formats import show_date
from spot_tui.backend.mailbox.model import Attachment, Message, MessageKind, Notice, View
from spot_tui.words import say

_COLUMNS = ("received", "kind", "subject", "state")
_KIB = 1024


def messages_section(messages: Iterable[Message], zone: tzinfo, today: date) -> Section:
    """Return the table of these messages, a star before what is new."""
    rows = tuple(_row(each, zone, today) for each in messages)
    return Section("", rows, tuple(say(f"messages.column.{name}") for name in _COLUMNS))


def _row(message: Message, zone: tzinfo, today: date) -> Row:
    kind = kind_words(message)
    return Row(
        (
            received_words(message, zone),
            kind if message.is_read else say("messages.new", kind=kind),
            message.subject,
            state_words(message, today),
        ),
        Tone.WARN if message.is_open else Tone.PLAIN,
        note=say("messages.number", number=message.number),
    )


def message_sections(message: Message, zone: tzinfo, today: date) -> Iterator[Section]:
    """Yield a message's head, what it says, and what came with it."""
    facts = {
        "subject": message.subject,
        "sender": message.sender,
        "received": received_words(message, zone),
        "claim": message.claim,
        "submission": message.submission,
        "letter": message.letter,
        "dated": show_date(message.dated) if message.dated else "",
        "due": show_date(message.due_on) if message.due_on else "",
        "answered": show_date(message.answered_on) if message.answered_on else "",
        "state": state_words(message, today) if message.kind is MessageKind.REQUEST else "",
    }
    rows = (Row((say(f"messages.row.{name}"), told)) for name, told in facts.items() if told)
    yield Section(kind_words(message), tuple(rows))
    for paragraph in message.paragraphs:
        yield Section("", (Row((paragraph,)),))
    if message.attachments:
        files = tuple(Row((each.name, size_words(each))) for each in message.attachments)
        yield Section(say("messages.attachments"), files)


def notice_sections(notices: Iterable[Notice]) -> Iterator[Section]:
    """Yield each notice: its date and title, and what it says."""
    for notice in notices:
        head = say("home.notice", date=show_date(notice.published_on), title=notice.title)
        until = (say("notices.until", date=show_date(notice.until)),) if notice.until else ()
        yield Section(
            "", (Row((head,), Tone.HEADING), *(Row((each,)) for each in notice.paragraphs)), notes=until
        )


def nothing_words(view: View) -> str:
    """Return what is said where a view has no message."""
    return say("messages.none" if view is View.ALL else f"messages.none.{view}")


def kind_words(message: Message) -> str:
    """Return what a message is."""
    return say(f"messages.kind.{message.kind}")


def received_words(message: Message, zone: tzinfo) -> str:
    """Return the day on which it came."""
    return show_date(message.received_at.astimezone(zone).date())


def state_words(message: Message, today: date) -> str:
    """Return how it stands: how many days a request leaves, that it was answered, or whether it was read."""
    if message.answered_on is not None:
        return say("messages.state.answered")
    if message.is_open and message.due_on is not None:
        return due_words(message.due_on, today)
    return say("messages.state.read" if message.is_read else "messages.state.unread")


def due_words(due_on: date, today: date) -> str:
    """Return how many days there are left to a last day."""
    left = (due_on - today).days
    key = "messages.due.over" if left < 0 else "messages.due.today" if left == 0 else "messages.due.left"
    return say(key, days=left)


def size_words(attachment: Attachment) -> str:
    """Return how long it is, in KB rounded up."""
    return say("messages.size", size=-(-attachment.size // _KIB))
