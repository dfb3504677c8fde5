"""The mailbox screen."""

WORDS = {
    "mailbox.title": "Mailbox",
    "mailbox.help": "What the contractor wrote to your office. Enter opens a message and marks it as read for you; a star stands before those that are not. g shows those not read, then the requests alone. d shows everything that has a last day.",
    "mailbox.asking": "Asking for messages",
    "mailbox.opening": "Opening the message",
    "mailbox.view.all": "All messages",
    "mailbox.view.unread": "Messages that you have not read",
    "mailbox.view.requests": "Requests that want an answer",
}
