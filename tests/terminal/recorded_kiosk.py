"""The kiosk, which keeps all that Textual writes: ``python -m tests.terminal.recorded_kiosk FOLDER``.

FOLDER/written has it, with ``CSI 8 ; rows ; columns t`` where the size changed; FOLDER/not_understood is
there once something was written that the driver does not know.
"""

from __future__ import annotations

import sys
from pathlib import Path

from spot_tui.__main__ import main
from spot_tui.terminal import canvas


class RecordedCanvas(canvas.Canvas):
    folder = Path(sys.argv[1])

    def write(self, data: str) -> None:
        super().write(data)
        self._record(data)
        if self.not_understood:
            (self.folder / "not_understood").touch()

    def resize(self, columns: int, rows: int) -> None:
        super().resize(columns, rows)
        self._record(f"\x1b[8;{rows};{columns}t")

    def _record(self, data: str) -> None:
        with (self.folder / "written").open("ab", buffering=0) as file:
            file.write(data.encode())


if __name__ == "__main__":
    canvas.Canvas = RecordedCanvas  # type: ignore[misc]
    sys.exit(main([]))
