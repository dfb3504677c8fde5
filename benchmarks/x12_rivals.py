"""Reads the text on standard input with each X12 library of this environment and prints medians.

Ours is measured in the same process. All take turns in blocks, so that they meet the same machine, each warm.
"""

from __future__ import annotations

import gc
import io
import json
import logging
import statistics
import sys
import time
from collections.abc import Callable

BLOCKS, RUNS = 7, 60
SLOW_RUNS = 4
SLOW = frozenset({"TigerShark", "pyx12"})


def readers(text: str) -> dict[str, Callable[[], object]]:
    """Return each way of reading by its name."""
    import pyx12.x12file
    import x12
    from linuxforhealth.x12.io import X12SegmentReader
    from tigershark.parsers.M271_5010_X279_A1 import parsed_271
    from x12_edi_tools.x12_parser import X12Parser

    from spot_tui.backend.eligibility.benefit import fold, read_amount, read_period
    from spot_tui.backend.eligibility.mapping import read_answers
    from spot_tui.backend.x12.reader import read_interchanges

    data = text.encode()

    def cutter() -> object:
        with X12SegmentReader(text) as reader:
            return list(reader.segments())

    def answer() -> object:
        for remembered in (read_period, read_amount, fold):
            remembered.cache_clear()
        (interchange,) = read_interchanges(data)
        (transaction,) = interchange.sets
        return read_answers(interchange, transaction)

    return {
        "naive split": lambda: [segment.split("*") for segment in text.split("~")],
        "ours": lambda: read_interchanges(data),
        "ours, elements": lambda: [
            list(found.segments) for interchange in read_interchanges(data) for found in interchange.sets
        ],
        "ours, answer": answer,
        "linuxforhealth-x12": cutter,
        "x12-edi-tools": lambda: X12Parser().parse(text),
        "ansi-x12": lambda: x12.parse_x12_interchange(x12.tokenize_x12(data)),
        "pyx12": lambda: list(pyx12.x12file.X12Reader(io.StringIO(text))),
        "TigerShark": lambda: parsed_271.unmarshall(text),
    }


def main() -> None:
    logging.disable(logging.CRITICAL)
    ways = readers(sys.stdin.read())
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(BLOCKS):
        for name, read in ways.items():
            gc.collect()
            taken[name].append(block(read, SLOW_RUNS if name in SLOW else RUNS))
    print(json.dumps({name: statistics.median(times) * 1000 for name, times in taken.items()}))


def block(read: Callable[[], object], runs: int) -> float:
    """Return the median time of one call in seconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        read()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


if __name__ == "__main__":
    main()
