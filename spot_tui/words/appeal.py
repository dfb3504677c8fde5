"""One appeal on file."""

WORDS = {
    "appeal.title": "Appeal",
    "appeal.help": "l opens the decision letter, d adds documents while nothing is decided, F5 asks for the next level. Where one of them cannot be done, it says why; F1 then tells the rule.",
}
