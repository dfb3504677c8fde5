"""The line in the top row: how it is and what waits."""

WORDS = {
    "line.thin": "THIN LINE",
    "line.offline": "OFFLINE",
    "line.captive": "WEB PAGE ON THE LINE",
    "line.unsent": "{count} unsent since {since}",
    "line.upload": "upload {percent} %",
}
