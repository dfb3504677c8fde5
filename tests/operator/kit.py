"""The kit, installed into a folder of a test instead of the machine's own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.terminal.line import ROOT

KIT = ROOT / "operator"
PROGRAM = Path(sys.prefix)


def install(root: Path, *parts: str) -> None:
    """Install parts of the kit below `root`."""
    environment = {"PATH": os.environ["PATH"], "ROOT": str(root)}
    subprocess.run([KIT / "install", *parts], env=environment, check=True)


def login(root: Path, program: Path = PROGRAM, **choices: str) -> Path:
    """Return the login program, installed below `root`, with these choices of its operator."""
    install(root)
    folder = root / "etc" / "spot-tui"
    chosen = {"program": str(program), "credentials": str(root / "no-credentials"), "linger": "0", **choices}
    (folder / "kiosk.conf").write_text("".join(f"{name}='{value}'\n" for name, value in chosen.items()))
    script = root / "usr" / "local" / "bin" / "spot-tui-kiosk"
    script.write_text(script.read_text().replace("/etc/spot-tui", str(folder)))
    return script
