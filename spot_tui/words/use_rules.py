"""What the eligibility service may be asked for: the rules before the first inquiry, and the purposes of a batch."""

WORDS = {
    "use_rules.title": "Rules of use",
    "use_rules.heading": "Before the first inquiry",
    "use_rules.text": (
        "Medicare's eligibility service is open to offices for billing Original Medicare (fee for service), and for nothing else.\n"
        "\n"
        "- Ask about a patient only to prepare a correct fee-for-service claim, to find what the patient owes, or to learn whether Medicare covers a service that you are to give.\n"
        "- Do not use it to check the cover of a Medicare Advantage plan (Part C) or a drug plan (Part D): ask the plan. That a patient is in one is shown, since it decides who is billed.\n"
        "- Do not ask to find patients, to sell, to study, or out of curiosity, and do not pass answers on to anybody who does not need them for that billing.\n"
        "- Medicare watches who asks what. Other use can cost the office its access, and be referred for investigation."
    ),
    "use_rules.choose": "Do you keep to this? F5: I accept.  F3: I do not accept. Either is recorded.",
    "use_rules.recording": "Recording your decision",
    "use_rules.declined": "You did not accept the rules of use: Medicare is not asked. The next inquiry asks you again.",
    "use_rules.help": "What Medicare's eligibility service may be used for. F5 accepts and goes on, F3 declines. Either is recorded. How often you are asked is set by whoever set the program up: as a rule once a day.",
    "use_rules.question": "Do you accept these rules of use?",
    "use_rules.option.help": "accept the rules of use of Medicare's eligibility service, which is recorded",
    "use_rules.purpose.claims": "to prepare correct fee-for-service claims",
    "use_rules.purpose.liability": "to find what patients owe",
    "use_rules.purpose.services": "to learn whether Medicare covers services that are planned",
}
