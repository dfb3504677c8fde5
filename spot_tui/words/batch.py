"""Batches of inquiries from a file, on the screen and by command."""

from spot_tui.words import Counted

WORDS = {
    "batch.title": "Many patients",
    "batch.heading": "Which file has the patients?",
    "batch.found": Counted("count", "{count} file in {folders}:", "{count} files in {folders}:"),
    "batch.found.none": "No file of patients was found in {folders}.",
    "batch.folders.none": "No folder is set up for files of batches on this terminal.",
    "batch.kept": "Kept: {file}, {left} of {rows} rows left. F4 opens it.",
    "batch.hint": "F2 fills in the next file. In the list (Tab), Enter opens the marked one.\nF5 shows what the file holds; nothing is sent yet.",
    "batch.reading": "Reading the file",
    "batch.opening": "Opening the batch",
    "batch.help": "Asks about every patient of a file. First the file is read and its bad rows are shown; nothing is sent before you have chosen what it is asked for.",
    "batch.outcome.unknown": "Answer unknown",
    "batch.outcome.failed": "No answer",
    "batch.outcome.rejected": "Rejected",
    "batch.outcome.bad": "Cannot be asked",
    "batch.outcome.warned": "With a warning",
    "batch.outcome.clear": "No warning",
    "batch.outcome.waiting": "Not asked yet",
    "batch.told.unknown": "Asked, but the program ended before the answer came. It was not asked again.",
    "batch.told.failed": "No answer came.",
    "batch.told.rejected": "Rejected.",
    "batch.told.bad": "This row cannot be asked.",
    "batch.told.warned": "Answered.",
    "batch.told.clear": "Answered.",
    "batch.told.waiting": "Not asked yet.",
    "batch.told.asking": "Being asked now.",
    "batch.plan.good": Counted("count", "{count} row can be asked.", "{count} rows can be asked."),
    "batch.plan.twice": Counted(
        "count",
        "{count} of them asks what another row asks, and is sent once.",
        "{count} of them ask what other rows ask, and are sent once.",
    ),
    "batch.plan.bad": Counted("count", "{count} row cannot be asked:", "{count} rows cannot be asked:"),
    "batch.plan.bad_row": "Line {number}: {reason}",
    "batch.plan.more": "and {count} more",
    "batch.plan.ignored": "Columns that are not used: {columns}.",
    "batch.progress": "{ended} of {rows} inquiries done",
    "batch.progress.rate": "{rate} a minute, {left} left",
    "batch.progress.away": "The line or the service is away; the next try is in {seconds} s.",
    "batch.progress.paused": "Paused",
    "batch.cli.help": "ask about every patient of a file, paced, and write the results exceptions first",
    "batch.cli.description": (
        "Ask about every patient of a CSV file: MBI, first name, last name, date of birth and, if given, dates of"
        " service. Rows that cannot be asked are listed before anything is sent. How far it is is kept encrypted,"
        " so --resume goes on after a kill without asking anybody twice."
    ),
    "batch.cli.file.help": "the file of patients: CSV with headings; commas, semicolons or tabs",
    "batch.cli.out.help": "the file of results, .csv or .jsonl; only its owner may read it",
    "batch.cli.resume.help": "go on with the batch of this file that was stopped; replaces the results",
    "batch.cli.anew.help": "begin a new batch of this file, though an earlier one of it is kept, and ask everybody again, also who was answered today",
    "batch.cli.again.help": "with --resume: ask once more about rows whose answer is unknown after a kill",
    "batch.purpose": "What is this batch asked for?",
    "batch.cli.purpose.help": "what the batch is asked for, which is recorded; without it you are asked",
    "batch.cli.yes.help": "go on with the good rows without a question when others cannot be asked",
    "batch.cli.confirm": "Go on with the good rows?",
    "batch.cli.resumes": "Going on with the batch begun at {moment}: {left} of {rows} are left.",
    "batch.cli.stopped": "Stopped. Go on with --resume; nobody who was answered is asked again.",
    "batch.cli.unknown": Counted(
        "count",
        "{count} row was asked when an earlier run was killed; its answer is unknown and it is not asked again. Add --again to ask it once more.",
        "{count} rows were asked when an earlier run was killed; their answers are unknown and they are not asked again. Add --again to ask them once more.",
    ),
    "batch.cli.written": Counted(
        "count", "{count} row written to {file}.", "{count} rows written to {file}."
    ),
}
