"""Whether Medicare can be billed: outcomes, and what an answer says about the bill."""

WORDS = {
    # outcomes, for lists
    "verdict.outcome.refused": "Refused",
    "verdict.outcome.not-entitled": "Not entitled",
    "verdict.outcome.inactive": "Inactive",
    "verdict.outcome.died": "Died",
    "verdict.outcome.immunosuppressive-drugs-only": "Part B-ID only",
    "verdict.outcome.bill-plan": "Bill the plan",
    "verdict.outcome.other-insurer-first": "Insurer first",
    "verdict.outcome.check-first": "Check first",
    "verdict.outcome.hospice": "Hospice",
    "verdict.outcome.part-a-only": "Part A only",
    "verdict.outcome.part-b-only": "Part B only",
    "verdict.outcome.home-health": "Home health",
    "verdict.outcome.bill-medicare": "Bill Medicare",
    "verdict.partly": "{words}, partly",
    # the answer to the question
    "verdict.headline.refused": "NO ANSWER: the inquiry was refused",
    "verdict.headline.not-entitled": "NO: not entitled",
    "verdict.headline.inactive": "NO: Medicare is inactive",
    "verdict.headline.died": "NO: the patient has died",
    "verdict.headline.immunosuppressive-drugs-only": "NO, except immunosuppressive drugs (Part B-ID)",
    "verdict.headline.bill-plan": "NO: bill the plan",
    "verdict.headline.other-insurer-first": "NOT FIRST: bill the other insurer before Medicare",
    "verdict.headline.check-first": "CHECK FIRST: ask before you bill",
    "verdict.headline.hospice": "ONLY CARE NOT RELATED to the hospice illness",
    "verdict.headline.part-a-only": "YES for Part A services only",
    "verdict.headline.part-b-only": "YES for Part B services only",
    "verdict.headline.home-health": "YES, but not what the home health agency bills",
    "verdict.headline.bill-medicare": "YES: bill Medicare",
    "verdict.headline.partly": "On some of these dates: {words}",
    "verdict.question": "Can I bill Medicare? {headline}",
    "verdict.no_warning": "Nothing stands against a bill.",
    "verdict.unsent": "not returned",
    "verdict.on_dates": "{dates}: {words}",
    "verdict.part": "Part {part}",
    "verdict.from": "{tab}, {source}",
    "verdict.topic.plan": "Advantage plan",
    "verdict.topic.insurer": "other insurer",
    "verdict.topic.hospice": "hospice",
    "verdict.topic.home-health": "home health",
    "verdict.topic.qmb": "QMB",
    "verdict.as_of.one": "On {end}: {state_end}.",
    "verdict.as_of.two": "Today, {today}: {state_today}; at the end of these dates, {end}: {state_end}.",
    # findings, in order of harm
    "verdict.refused": "REFUSED ({code}): {cause}",
    "verdict.refused.more": "{advice} Reject AAA {code} in loop {loop}.",
    "verdict.not_entitled": "Not entitled to {either} on {dates}.",
    "verdict.inactive": "Inactive on {dates}, {parts}: services of this part are not covered then.",
    "verdict.inactive.more": "Medicare has not ended, and the answer does not say why. Ask the patient.",
    "verdict.cover_unsent": "Entitlement to Part A and Part B: not returned. Ask your contractor before you bill.",
    "verdict.inactive_unread": (
        "An inactive time was sent with a date that cannot be read ({unread}): ask your contractor which days "
        "it has before you bill."
    ),
    "verdict.contradiction": (
        "The answer contradicts itself: Part {part} is inactive, without dates, and entitled on {dates}. Ask your "
        "contractor before you bill."
    ),
    "verdict.died": "Died on {date}: nothing after that day is covered.",
    "verdict.plan_takes": "Advantage plan {name}, bill option {option}: bill the plan, not the contractor.",
    "verdict.plan_takes.more": "Contract {contract}, {plan_type}. Telephone {telephone}. {as_of}",
    "verdict.plan_vbid": "Hospice with a plan in the VBID hospice model ({contract}): the plan pays.",
    "verdict.plan_unclear": (
        "Advantage plan {name} on {dates}: who processes claims is not known. Ask the plan before you bill."
    ),
    "verdict.plan_unclear.more": "Contract {contract}, {plan_type}. Telephone {telephone}. {as_of}",
    "verdict.plan_hospice": (
        "Advantage plan {name} on {dates}, but hospice is elected: fee-for-service pays unless the plan is in VBID."
    ),
    "verdict.plan_hospice.more": "Contract {contract}, {plan_type}. Telephone {telephone}. {as_of}",
    "verdict.plan_after_hospice": (
        "Advantage plan {name} on {dates}, but hospice ended in that month: fee-for-service pays to its end "
        "unless the plan is in VBID."
    ),
    "verdict.plan_after_hospice.more": "Contract {contract}, {plan_type}. Telephone {telephone}. {as_of}",
    "verdict.plan_contractor": "Advantage plan {name} on {dates}, bill option {option}: {processes}.",
    "verdict.plan_contractor.more": "Contract {contract}, {plan_type}. Telephone {telephone}. {as_of}",
    "verdict.insurer_all": "Another insurer pays before Medicare: {insurer} ({msp_type}).",
    "verdict.insurer_all.more": "Since {since}, policy {policy}. Bill it first, then Medicare with its answer.",
    "verdict.insurer_related": "{msp_type} pays before Medicare, only for care of that injury or illness: {insurer}.",
    "verdict.insurer_related.more": "Since {since}, policy {policy}. Ask the patient whether this visit is for it.",
    "verdict.insurer_separate": "{msp_type} may pay instead of Medicare, never together with it: {insurer}.",
    "verdict.insurer_separate.more": "Since {since}, policy {policy}. Ask the patient who is to pay for this visit.",
    "verdict.insurer_unread": "Another insurer was sent in a form not understood: see Other before you bill.",
    "verdict.hospice_undated": "Hospice election, dates not sent: taken as in force.",
    "verdict.hospice_undated.more": (
        "Hospice {provider}. Care for the terminal illness is the hospice's to bill; Medicare pays for other care."
    ),
    "verdict.hospice": "Hospice election since {since}, still open.",
    "verdict.hospice.more": (
        "Hospice {provider}. Care for the terminal illness is the hospice's to bill; Medicare pays for other care."
    ),
    "verdict.hospice_closed": "Hospice election on {dates}, ended {until}.",
    "verdict.hospice_closed.more": (
        "Hospice {provider}, {revocation}. On these dates care for the terminal illness is the hospice's to bill."
    ),
    "verdict.home_health": "Home health episode {since} - {until}, agency {provider}.",
    "verdict.home_health.more": (
        "Therapy and supplies in it are the agency's to bill: ask it before you do. Contractor {contractor}."
    ),
    "verdict.qmb": "QMB: do not bill deductible, coinsurance or copay.",
    "verdict.qmb.more": "The patient owes $0: bill the rest to the state's Medicaid.",
    "verdict.qmb_undated": "QMB, without dates: do not bill deductible, coinsurance or copay.",
    "verdict.qmb_undated.more": "The patient owes $0: bill the rest to the state's Medicaid.",
    "verdict.part_b_id": "Part B-ID only, not full Part B: it covers immunosuppressive drugs alone.",
    "verdict.part_b_id.more": "Since {since} (layout assumed). Bill no other service.",
    # remarks
    "verdict.died_later": "Died on {date}: nothing after that day is covered.",
    "verdict.plan_later": "Advantage plan {name} begins {date}, after the date of service.",
    "verdict.plan_undated": "Advantage plan {name}: dates not sent, taken as in force. Ask the plan.",
    "verdict.hospice_later": "Hospice election open since {since}.",
    "verdict.purged": "Before {oldest}: plans and insurers that ended then may be gone from Medicare's file.",
    "verdict.corrected": "Name or number differ from your request: Medicare's record is shown.",
    "verdict.old_mbi": "This Medicare number ended on {date} (layout assumed): use the new one.",
    "verdict.unread": "A date in this answer cannot be read ({unread}): what it dates is shown without it.",
    # limits
    "verdict.therapy_near": "{discipline} therapy of {year}: {dollars_used} used, {room} under the KX threshold.",
    "verdict.therapy_over": "{discipline} therapy of {year}: {dollars_used} used, over the KX threshold of {threshold}.",
    "verdict.therapy_over.more": "Use modifier KX where the care is medically necessary.",
    "verdict.therapy_review": "{discipline} therapy of {year}: {dollars_used} used, over the review amount of {review}.",
    "verdict.therapy_review.more": "Use modifier KX; a medical review is possible.",
    "verdict.therapy_unknown": "{discipline} therapy of {year}: {dollars_used} used. The KX threshold is not known for this year.",
    "verdict.sessions_wait": "{programme}: next on {date}, not on the date of service.",
    "verdict.sessions_near": "{programme}: {left} of {most} left.",
    "verdict.sessions_used_up": "{programme}: all {most} are used.",
    "verdict.sessions_usual_near": "{programme}: {used} used; after {usual} more need modifier KX and documents, up to {most}.",
    "verdict.sessions_usual_used": "{programme}: {used} used; more than {usual} need modifier KX and documents, up to {most}.",
    "verdict.days_near": "{days_of}: {left} of {most} lifetime days left.",
    "verdict.days_used_up": "{days_of}: all {most} lifetime days are used.",
    "verdict.stay_near": "{setting}: days left in the benefit period: {left} of {most}.",
    "verdict.stay_used_up": "{setting}: no days left in the benefit period.",
    # amounts and the rest
    "verdict.deductible_of": "Part {part} deductible left: {dollars_left} of {dollars_total}.",
    "verdict.deductible_left": "Part {part} deductible left: {dollars_left}.",
    "verdict.deductible_met": "Part {part} deductible left: {dollars_left}, it is met.",
    "verdict.deductible_unsent": "Part {part} deductible left: not returned.",
    "verdict.deductible_qmb": "Part {part} deductible left: {dollars_left}, of which a QMB owes $0.",
    "verdict.deductible_qmb_unsent": "Part {part} deductible left: not returned; a QMB owes $0.",
    "verdict.entitled": "Part {part}: entitled since {since}.",
    "verdict.entitled_until": "Part {part}: entitled {since} - {until}.",
    "verdict.no_election": "Hospice: elected 0 times so far.",
    "verdict.not_on_dates": "Returned, but not for these dates: {topics}.",
    "verdict.not_returned": "Not returned: {topics}.",
}
