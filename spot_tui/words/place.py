"""The path line: where one is."""

WORDS = {
    "place.practice": "PRACTICE",
    "place.production": "PRODUCTION",
    "place.nobody": "not signed in",
    "place.who": "{name}, {provider}",
}
