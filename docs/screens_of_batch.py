"""The way of `docs.screens` through a batch: its file, its preview, its results."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from docs.screens import Clerk

_SCHEDULE = """MRN,Last,First,DOB,Medicare #,Room
1,Quillfeather,Alma,3/2/1948,1AA0AA0AA01,2
2,Thistlewick,Bertram,7/19/1951,1AA0AA0AA02,2
3,Quillfeather,Nobody,3/2/1948,1AA0AA0AA01,3
4,Peppercorne,Edwina,13/14/1950,1AA0AA0AA06,3
"""


async def ask_about_many(clerk: Clerk, store: Path) -> None:
    """Choose a file, look at its bad rows, have its patients asked about, and open an answer."""
    from spot_tui.commands import COMMANDS
    from spot_tui.screens.batch_run import BatchRunPage

    (store / "schedules").mkdir()
    (store / "schedules" / "monday.csv").write_text(_SCHEDULE)
    desk = clerk.app.desk
    rules = desk.profile.batch.model_copy(update={"folders": (store / "schedules",)})
    desk.profile = desk.profile.model_copy(update={"batch": rules})
    await clerk.press(COMMANDS["batch"].key, picture="batch")
    clerk.stands_at("BatchPage")
    await clerk.press("f2", "f5", picture="batch-preview")
    clerk.stands_at("BatchPreviewPage")
    await clerk.press("1", picture="batch-run")
    clerk.stands_at("BatchRunPage")
    work = clerk.app._batch_work
    if work is not None:
        await work
    cast(BatchRunPage, clerk.app.screen).look()
    await clerk.press("g", picture="batch-rejected")
    await clerk.press("g", "g", "g", "g", picture="batch-results")
    await clerk.press("end", "enter", picture="batch-answer")
    clerk.stands_at("AnswerPage")
    await clerk.press("f3", "f3")
    clerk.stands_at("HomePage")
