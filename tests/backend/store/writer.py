"""A program of its own that writes audit records and reports each one that was acknowledged.

Arguments: store folder, name, how many records (0: until killed), moment of the first, seconds between two.
"""

import resource
import sys
from datetime import datetime
from pathlib import Path

from spot_tui.backend.problems import Problem
from tests.backend.store.builders import MBI, SetClock, new_log


def tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> int:
    store, name, many, begin, seconds, most_bytes = sys.argv[1:7]
    if int(most_bytes):
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(most_bytes), int(most_bytes)))
    clock = SetClock(datetime.fromisoformat(begin))
    log = new_log(Path(store), clock)
    number = 0
    while not int(many) or number < int(many):
        try:
            seq = log.record_now("record.view", patient=MBI, correlation=f"{name}-{number}")
        except Problem as problem:
            tell(problem.code)
            return problem.exit_code
        tell(f"{seq} {name}-{number}")
        number += 1
        clock.forward(seconds=float(seconds))
    return 0


if __name__ == "__main__":
    sys.exit(main())
