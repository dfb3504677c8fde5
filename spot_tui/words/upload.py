"""Uploads: how far a file is, and what the line is doing."""

WORDS = {
    "upload.told.checking": "{name}: reading the file.",
    "upload.told.sending": "{name}: {percent} % of {size} has arrived, {rate} kbit/s, about {left} left.",
    "upload.told.waiting": "{name}: {percent} % of {size} has arrived. {why} Next try in {seconds} s.",
    "upload.told.done": "{name}: all of {size} has arrived.",
}
