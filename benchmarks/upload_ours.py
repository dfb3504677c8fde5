"""Our end of a bad link: `python -m benchmarks.upload_ours WHAT URL TOKEN FILE CONGESTION`.

WHAT is ``upload``, ``inquiries``, or ``both``, where the upload is given up when the inquiries are answered.
Writes the seconds of the upload, or a JSON list with those of each eligibility inquiry.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from spot_tui.backend.clock import SystemClock, new_uuid
from spot_tui.backend.connectivity.core import X12_270, CoreClient
from spot_tui.backend.documents.local_file import chosen, opened
from spot_tui.backend.documents.tus import TusServer
from spot_tui.backend.documents.upload import Upload
from spot_tui.backend.documents.upload_flow import Flow, Timing
from spot_tui.backend.documents.upload_line import UploadLine
from spot_tui.backend.documents.upload_meter import Meter
from spot_tui.backend.documents.upload_rules import UploadRules
from spot_tui.backend.documents.upload_run import UploadRun
from spot_tui.backend.http import Link, UpstreamClient
from spot_tui.backend.upstreams import HttpLimits
from tests.backend.store.builders import SetClock
from tests.wire.core_desk import Question, core_upstream
from tests.wire.gateway import Token

INQUIRIES = 12
SETTLED_SECONDS = 12.0
BETWEEN_SECONDS = 1.5


async def upload(url: str, token: str, path: str, rules: UploadRules, link: Link) -> None:
    """Bring a file, as the program does."""
    flows: list[Flow] = []

    def flow(number: int) -> Flow:
        while len(flows) <= number:
            line = UploadLine(rules.congestion)
            client = UpstreamClient("Portal", (url,), one_line=line)
            server = TusServer(client, f"{url}/gateway/v1/uploads", rules.stall_seconds)
            flows.append(Flow(server, line, link, client.close))
        return flows[number]

    async def keep(_: Upload) -> None:
        """The disk is not what is measured."""

    file, clock = await chosen(Path(path), "application/pdf"), SystemClock()
    made = Upload(reference="paper-1", submission="s-1", file=file)
    with opened(file.path, file.name) as open_file:
        meter = Meter(file.name, file.size, clock)
        await UploadRun(made, open_file, Token(token), flow, keep, meter, rules, Timing(clock)).go()
    for each in flows:
        await each.close()


async def inquiries(url: str, link: Link) -> list[float]:
    """Ask for eligibility again and again over a connection that stays open; return the seconds of each."""
    limits = HttpLimits(connect_seconds=60, read_seconds=120)
    settings = core_upstream("http://127.0.0.1", limits=limits)  # settings want TLS anywhere else
    settings = settings.model_copy(update={"url": f"{url}/core/soap"})
    http = UpstreamClient(settings.name, (settings.url,), settings.limits, settings.trust, link=link)
    core = CoreClient(settings, http, clock=SystemClock(), new_id=new_uuid)
    now, taken = datetime.now(UTC), []
    day = ("DTP", "291", "D8", f"{now:%Y%m%d}")
    for number in range(INQUIRIES + 1):
        question = Question(SetClock(now), control=number + 1, rows={"DTP": day}).write()
        began = time.monotonic()
        await core.exchange(question, X12_270)
        taken.append(time.monotonic() - began)
        await asyncio.sleep(BETWEEN_SECONDS)
    await http.close()
    return taken[1:]  # the first one opened the connection


async def main(what: str, url: str, token: str, path: str, congestion: str) -> None:
    """Do what is asked for."""
    rules, link = UploadRules(congestion=congestion), Link()
    if what == "inquiries":
        print(json.dumps(await inquiries(url, link)))
        return
    began = time.monotonic()
    bringing = asyncio.create_task(upload(url, token, path, rules, link))
    if what == "upload":
        await bringing
        print(time.monotonic() - began)
        return
    await asyncio.sleep(SETTLED_SECONDS)
    taken = await inquiries(url, link)
    if bringing.done():
        raise RuntimeError("the upload ended before the inquiries did")
    bringing.cancel()
    print(json.dumps(taken))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
