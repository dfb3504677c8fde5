"""When something was seen."""

WORDS = {
    "age.today": "{time} today",
    "age.yesterday": "{time} yesterday",
    "age.on": "{time} on {date}",
}
