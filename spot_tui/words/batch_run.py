"""A batch while it runs, and its results."""

WORDS = {
    "batch_run.title": "Results",
    "batch_run.help": "Exceptions first. The batch goes on while you work elsewhere and under the lock; a sign-out stops it, and you can go on with it next time. Enter opens an answer that is still held; the last answers of today are, older ones are asked for again with F5.",
    "batch_run.nothing": "No row has this outcome yet.",
    "batch_run.some": "{outcome}: {some} of {all}",
    "batch_run.changed": "Changed: {some} of {all}",
    "batch_run.more": "The first {count} are listed; the saved results have all.",
    "batch_run.over": "Ended",
    "batch_run.stopped": "Stopped",
    "batch_run.not_held": "This answer is not held any more. F5 asks again.",
    "batch_run.no_answer": "This row has no answer. F5 asks again, once the batch has ended.",
    "batch_run.asking": "Asking",
    "batch_run.saving": "Saving the results",
    "batch_run.saved": "{count} rows saved to {file}",
    "batch_run.columns": "Line   Patient                  MBI      Outcome",
}
