"""Uploads: what the line is doing."""

WORDS = {
    "upload.line.checking": "reading the file",
    "upload.line.sending": "sending",
    "upload.line.waiting": "waiting for the line",
    "upload.line.done": "arrived",
}
