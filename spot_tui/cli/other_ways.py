"""Which option of the same command line gets a person further after a problem."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from spot_tui.backend.identity.refusals import WITHOUT_ROLE
from spot_tui.words import say

if TYPE_CHECKING:
    import argparse

    from spot_tui.backend.problems import Problem
    from spot_tui.settings import Profile


def other_ways(problem: Problem, profile: Profile, arguments: argparse.Namespace) -> Iterator[str]:
    """Yield what else may be typed, as far as the profile allows it and it was not typed already."""
    program = f"spot-tui --profile {arguments.profile} access"
    identity = profile.identity
    if problem.code in WITHOUT_ROLE and identity.onboarding_client_id and not _given(arguments, "no_role"):
        yield say("cli.other.no_role", look=f"{program} list --no-role", ask=f"{program} request --no-role")
    if problem.code == "identity.no_usable_device" and identity.device_grant:
        yield say("cli.other.device_grant", option="--device-grant")


def _given(arguments: argparse.Namespace, option: str) -> bool:
    return bool(getattr(arguments, option, False))
