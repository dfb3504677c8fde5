"""What to do about a claim."""

from spot_tui.words import Counted

WORDS = {
    "next_step.title": "Next step",
    "next_step.help": "The roads that lead on from a decision. The advised one is what the codes of the claim ask for. Enter takes an open road; a closed one names the rule that closes it.",
    "next_step.days": Counted("days", "{days} day left", "{days} days left"),
    "next_step.closed": "This road is closed for this claim: the rule that stands above says why. F1 tells more.",
    "next_step.elsewhere": "This road is not gone from here: do what is said above.",
    "next_step.correction": "Enter: say whose claim it is, change what was billed wrong, look at it once more, send it.",
    "next_step.adjustment": "In the claim system (FISS): open the claim, change it, and send it as bill type xx7 with a condition code that says what changed.",
    "next_step.reopening": "In the claim system (FISS): send bill type xxQ with condition code R1 to R9 that says why it is reopened, and the claim's number (DCN).",
    "next_step.redetermination": "Enter: write why the decision is wrong, name the services, and sign. Send the records that prove it once it is on file. One claim for each request.",
    "next_step.reconsideration": "Enter: write why the decision on level 1 is wrong, and sign. Send all records at once after it: later ones may not be looked at.",
    "next_step.documents": "Enter: name the copy of the letter and all records, look at them once more, send them at once: a letter takes one answer.",
    "next_step.documents_appeal": "Enter: name the files that prove the appeal, look at them once more, send them.",
    "next_step.new_claim": "Mend what the remark codes name and send the claim anew, as you send all claims.",
}
