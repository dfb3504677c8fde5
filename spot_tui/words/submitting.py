"""What commands say that send something which rules check first."""

from spot_tui.words import Counted

WORDS = {
    "submitting.refused": Counted(
        "count",
        "{claim}: not sent, {count} rule refuses it.",
        "{claim}: not sent, {count} rules refuse it.",
    ),
    "submitting.warned": Counted(
        "count",
        "{claim}: not sent, {count} warning wants your yes.",
        "{claim}: not sent, {count} warnings want your yes.",
    ),
    "submitting.not_sent": "{claim}: not sent.",
    "submitting.sent": "{claim}: {told}",
    "submitting.stopped": "The rest was not sent. Give the same command again today: what went out does not go out twice.",
    "submitting.options": "To go past what you are sure of: {options}",
    "submitting.waits": "Do not submit it again: spot-tui outbox list tells how it stands.",
    "submitting.override.help": "id of a rule that warns, to go past it, which is recorded; may be repeated",
    "submitting.override.unknown": "there is no rule {rule} that warns",
    "submitting.rule": "RULE",
    "submitting.number.help": "the claim: its ICN (Part B) or DCN (Part A), as on the remittance",
}
