"""Drafts: what was typed and not sent."""

WORDS = {
    "draft.saved": "draft saved {time}",
    "draft.not_saved": "! draft not saved",
    "draft.form.inquiry": "Eligibility inquiry",
    "draft.form.mbi_lookup": "MBI look-up",
    "draft.form.claim_status": "Status of a claim",
    "draft.form.claim_search": "Claim search",
    "draft.form.redetermination": "Redetermination",
    "draft.form.reconsideration": "Reconsideration",
    "draft.form.correction": "Claim correction",
    "draft.form.bulk_correction": "Change of many claims",
    "draft.form.access_request": "Access request",
}
