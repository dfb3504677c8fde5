"""What commands share that are told one or several claims, and what shall change of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spot_tui.backend.problems import Problem
from spot_tui.cli.submitting import text_of
from spot_tui.words import say

if TYPE_CHECKING:
    import argparse
    from collections.abc import AsyncIterator

    from spot_tui.backend.corrections.bulk import BulkClaim, BulkDesk
    from spot_tui.cli.gateway_work import GatewayWork


def add_claims(parser: argparse.ArgumentParser) -> None:
    """Declare claim numbers, a file of them, and the file of changes."""
    parser.add_argument("numbers", nargs="*", metavar=say("claims_cli.number"), help=say("corrections.icns"))
    parser.add_argument("changes", metavar=say("cli.file"), help=say("corrections_cli.changes.help"))
    parser.add_argument("--claims", metavar=say("cli.file"), help=say("corrections.claims_file"))
    parser.set_defaults(early=_read_early)


def _read_early(arguments: argparse.Namespace) -> None:
    """Read claim numbers and changes before anybody signs in. Raises `Problem` ``changes.file``."""
    from spot_tui.backend.corrections.bulk import parse_bulk
    from spot_tui.backend.corrections.changes import MOST_CHARACTERS
    from spot_tui.backend.formats import read_claim_number

    listed = text_of(arguments.claims, MOST_CHARACTERS, "changes.file") if arguments.claims else ""
    if len(listed) > MOST_CHARACTERS:
        raise Problem("changes.file", (), {"reason": f"more than {MOST_CHARACTERS} characters"})
    named = [*arguments.numbers, *listed.split()]
    arguments.numbers = list(dict.fromkeys(read_claim_number(number) for number in named))
    if not arguments.numbers:
        raise Problem("field.missing", ("claim_number",))
    arguments.asked = parse_bulk(text_of(arguments.changes, MOST_CHARACTERS, "changes.file"))


async def looked_up(work: GatewayWork) -> AsyncIterator[BulkClaim]:
    """Yield each claim as it was looked up, with what rules say. Raises `Problem` where one alone has one."""
    arguments = work.arguments
    found = bulk_desk(work).look_each(work.session, work.provider, arguments.numbers, arguments.asked)
    async for one in found:
        if one.problem is not None and len(arguments.numbers) == 1:
            raise one.problem
        yield one


def bulk_desk(work: GatewayWork) -> BulkDesk:
    """Return the desk that checks and sends them."""
    if work.desk.bulk is None:
        raise AssertionError("there is an outbox, so there are claims and corrections")
    return work.desk.bulk
