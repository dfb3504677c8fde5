"""What the commands on claims say."""

WORDS = {
    "claims_cli.search.help": "search claims of your provider",
    "claims_cli.status.help": "ask the payer how one claim stands (276/277)",
    "claims_cli.show.help": "show one claim: header, lines, payment, appeals, and what to do next",
    "claims_cli.order.help": "how the list is put in order; the newest service first if left out",
    "claims_cli.group.help": "show claims of one group only",
    "claims_cli.number": "NUMBER",
    "claims_cli.source.help": "read the search as a JSON object from standard input",
    "claims_cli.searching": "Searching ...",
}
