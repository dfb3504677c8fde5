"""The practice portal: `sandbox serve` and `sandbox reset`."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from spot_tui.backend.clock import SystemClock, new_uuid
from spot_tui.backend.first_look import config_path
from spot_tui.backend.problems import EXIT_DONE, Problem
from spot_tui.cli.output import show, tell
from spot_tui.settings import choose_profile, load, store_folder, world_file
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.sandbox.world import World
    from spot_tui.settings import PracticePortal

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

DEFAULT_PORT = 8470
_LARGEST_PORT = 65535
_MOST_LATENCY_MS = 600_000


def add_parser(commands: Commands) -> None:
    """Declare `sandbox serve` and `sandbox reset`."""
    from spot_tui.sandbox.faults import NAMES

    verbs = commands.add_parser("sandbox", help=say("cli.sandbox.help")).add_subparsers(
        required=True, metavar=say("cli.command")
    )
    serving = verbs.add_parser("serve", help=say("sandbox.serve.help"))
    serving.add_argument(
        "--host", default="127.0.0.1", metavar=say("cli.host"), help=say("sandbox.serve.host.help")
    )
    serving.add_argument(
        "--port",
        type=_whole(_LARGEST_PORT),
        default=DEFAULT_PORT,
        metavar=say("cli.port"),
        help=say("sandbox.serve.port.help"),
    )
    serving.add_argument(
        "--latency",
        type=_whole(_MOST_LATENCY_MS),
        default=0,
        metavar="MS",
        help=say("sandbox.serve.latency.help"),
    )
    serving.add_argument(
        "--fault",
        action="append",
        default=[],
        choices=NAMES,
        metavar=say("cli.name"),
        help=say("sandbox.serve.fault.help", known=", ".join(NAMES)),
    )
    serving.add_argument("--engine", choices=("v1", "idx"), help=say("sandbox.serve.engine.help"))
    for option in ("certificate", "key", "client_authority"):
        serving.add_argument(
            f"--{option.replace('_', '-')}",
            type=Path,
            metavar=say("cli.file"),
            help=say(f"sandbox.serve.{option}.help"),
        )
    serving.set_defaults(run=run_serve)
    verbs.add_parser("reset", help=say("sandbox.reset.help")).set_defaults(run=run_reset)


def run_serve(arguments: argparse.Namespace) -> int:
    """Serve the practice portal until interrupted; delay and faults end with it."""
    from spot_tui.sandbox.app import build
    from spot_tui.sandbox.server import listen, server
    from spot_tui.sandbox.world import World

    host, is_secure = arguments.host, bool(arguments.certificate and arguments.key)
    if arguments.client_authority and not is_secure:
        raise Problem("sandbox.certificate")
    socket = listen(host, arguments.port, is_secure=is_secure)
    profile = choose_profile(load(config_path(arguments.config)), arguments.profile)
    world = World(world_file(arguments.profile, profile))
    try:
        serving = server(build(world), arguments.certificate, arguments.key, arguments.client_authority)
        port = socket.getsockname()[1]
        shown = f"[{host}]" if ":" in host else host
        tell(say("sandbox.serve.started", url=f"{'https' if is_secure else 'http'}://{shown}:{port}"))
        _set_up(world, profile.portal, arguments.engine)
        with _switched(world, arguments.latency, arguments.fault):
            serving.run(sockets=[socket])
    finally:
        socket.close()
        world.close()
    return EXIT_DONE


def run_reset(arguments: argparse.Namespace) -> int:
    """Start the made-up world over, and record that; the audit log itself stays."""
    from spot_tui.backend.store.audit import AuditLog
    from spot_tui.backend.store.records import facts_of_this_process
    from spot_tui.sandbox.world import reset

    profile = choose_profile(load(config_path(arguments.config)), arguments.profile)
    audit = AuditLog(
        store_folder(arguments.profile, profile),
        clock=SystemClock(),
        new_id=new_uuid,
        environment=profile.environment,
        facts=facts_of_this_process(),
        anchor=profile.audit.anchor_file,
    )
    try:
        audit.record_now("sandbox.reset", "pending")
        reset(world_file(arguments.profile, profile))
        audit.record_now("sandbox.reset")
    finally:
        audit.close()
    show(say("sandbox.reset.done"))
    return EXIT_DONE


def _set_up(world: World, portal: PracticePortal, engine: str | None) -> None:
    """Apply what the profile says of the portal, as it is where the portal runs within the program.

    The engine stays as it was set, since accounts and devices are the same on both.
    """
    from spot_tui.sandbox.core import SWITCH_FIRST_NAMES, SWITCH_LAYOUT
    from spot_tui.sandbox.identity import ENGINE

    with world.transaction() as moment:
        moment.set_switch(SWITCH_LAYOUT, portal.layout)
        moment.set_switch(SWITCH_FIRST_NAMES, portal.first_names)
        if engine:
            moment.set_switch(ENGINE, engine)


@contextmanager
def _switched(world: World, latency: int, names: list[str]) -> Iterator[None]:
    """Keep a delay and faults on for a while; the world is shared, so they do not outlast the server."""
    from spot_tui.sandbox.faults import switch_off, switch_on

    with world.transaction() as moment:
        if latency:
            moment.set_switch("latency_ms", str(latency))
        for name in names:
            switch_on(moment, name)
            tell(say("sandbox.serve.fault", name=name))
    try:
        yield
    finally:
        with world.transaction() as moment:
            if latency:
                moment.set_switch("latency_ms", "0")
            for name in names:
                switch_off(moment, name)


def _whole(most: int) -> Callable[[str], int]:
    """Return a reader of whole numbers from 0 to `most`."""

    def number(text: str) -> int:
        value = int(text) if text.isdecimal() and text.isascii() else -1
        if not 0 <= value <= most:
            raise argparse.ArgumentTypeError(say("sandbox.number", most=most))
        return value

    return number
