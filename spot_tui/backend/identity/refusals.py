"""What a refusal means beyond its words: whether the sign-in has ended, and what is remembered of it."""

from __future__ import annotations

# After these the organisation has forgotten the sign-in, or must not be asked again in it.
ENDS = frozenset(
    {
        "identity.elsewhere",
        "identity.expired",
        "identity.locked",
        "identity.no_device",
        "identity.no_usable_device",
        "identity.password_expired",
        "identity.recovery",
        "identity.suspended",
        "identity.unknown_state",
        "upstream.address",
        "audit.unwritable",
        "audit.broken",
    }
)
STOPS_SCRIPTS = frozenset(
    {"identity.credentials", "identity.maybe_locked", "identity.locked", "identity.suspended"}
)
WITHOUT_ROLE = frozenset({"identity.not_assigned", "identity.still_not_assigned"})
LOCKS = frozenset({"identity.locked", "identity.maybe_locked"})
TROUBLE = frozenset(
    {
        "identity.rate_limited",
        "upstream.down",
        "upstream.dropped",
        "upstream.page",
        "upstream.timeout",
        "upstream.unreachable",
        "upstream.unreadable",
    }
)
"""What passes by itself: whoever waits for an answer asks again."""
