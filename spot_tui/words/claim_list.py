"""The screen that lists claims."""

WORDS = {
    "claim_list.title": "List",
    "claim_list.some": "{some} of {count}",
    "claim_list.all": "all",
    "claim_list.listed": "{group}, {order}",
    "claim_list.order.newest": "newest first",
    "claim_list.order.oldest": "oldest first",
    "claim_list.order.patient": "by patient",
    "claim_list.order.status": "by status",
    "claim_list.order.billed": "by billed",
    "claim_list.marked": "{patient}  {service}\n{number}: {status}",
    "claim_list.since": "Decided since {date} or not yet.",
    "claim_list.opening": "Opening the claim",
    "claim_list.ticked": "{count} marked",
    "claim_list.help": "Enter or a digit opens a claim. s puts the list in another order, g shows one group alone. The space bar marks a claim, a marks all: F5 then asks for one change of them all.",
}
