"""Uploads: how far a file is, and what the line is doing."""

from spot_tui.words import Counted

WORDS = {
    "upload.column.name": "File",
    "upload.column.size": "Size",
    "upload.column.arrived": "There",
    "upload.column.state": "State",
    "upload.state.arrived": "arrived",
    "upload.state.begun": "on its way",
    "upload.state.waits": "waits",
    "upload.percent": "{count} %",
    "upload.line.checking": "reading the file",
    "upload.line.asking": "asking how much of it is there",
    "upload.line.sending": "sending",
    "upload.line.stalled": "sending, but nothing has arrived for a while",
    "upload.line.done": "arrived",
    "upload.line.waits": Counted(
        "count", "waiting {count} second for the next try", "waiting {count} seconds for the next try"
    ),
    "upload.lost": "{size} that had arrived is not there any more: it is sent once more.",
    "upload.rate": "{rate} kbit/s, about {left} left.",
    "upload.sign_out": "Sign out? Your upload pauses and goes on at your next sign-in. Press {key} again; any other key: no.",
    "upload.told.checking": "{name}: reading the file.",
    "upload.told.asking": "{name}: asking how much of it is there.",
    "upload.told.sending": "{name}: {percent} % of {size} has arrived.",
    "upload.told.moving": "{name}: {percent} % of {size} has arrived, {rate} kbit/s, about {left} left.",
    "upload.told.stalled": "{name}: {percent} % of {size} has arrived; nothing has for a while.",
    "upload.told.waiting": "{name}: {percent} % of {size} has arrived. {why} Next try in {seconds} s.",
    "upload.told.done": "{name}: all of {size} has arrived.",
}
