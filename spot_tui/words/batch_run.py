"""A batch while it runs, and its results."""

from spot_tui.words import Counted

WORDS = {
    "batch_run.title": "Results",
    "batch_run.help": "Exceptions first. The batch goes on while you work elsewhere and under the lock; a sign-out stops it, and you can go on with it next time. Enter opens an answer that is still held; the last answers of today are, older ones are asked for again with F5. Rows without an answer, also those whose answer is unknown, are all asked again with u.",
    "batch_run.nothing": "No row has this outcome yet.",
    "batch_run.some": "{outcome}: {some} of {all}",
    "batch_run.marked_changed": "Changed: {topics}. {words}",
    "batch_run.changed": "Changed: {some} of {all}",
    "batch_run.more": "The first {count} are listed; the saved results have all.",
    "batch_run.over": "Ended",
    "batch_run.stopped": "Stopped",
    "batch_run.not_held": "This answer is not held any more. F5 asks again.",
    "batch_run.no_answer": "This row has no answer to open. Once the batch has ended, F5 asks again.",
    "batch_run.bad_row": "This row cannot be asked. Mend it in the file, save that, and choose the file again.",
    "batch_run.ask_unanswered": Counted(
        "count",
        "{count} row has no answer. Press {key} again to ask Medicare about it, any other key: no.",
        "{count} rows have no answer. Press {key} again to ask Medicare about them all, any other key: no.",
    ),
    "batch_run.asking": "Asking",
    "batch_run.saving": "Saving the results",
    "batch_run.saved": "{count} rows saved to {file}",
    "batch_run.column.number": "Line",
    "batch_run.column.patient": "Patient",
    "batch_run.column.mbi": "MBI",
    "batch_run.column.outcome": "Outcome",
}
