"""One correction on file."""

WORDS = {
    "correction_filed.title": "Correction on file",
    "correction_filed.help": "Values are those that the claim was asked to have. What the contractor says of it is quoted as it is.",
}
