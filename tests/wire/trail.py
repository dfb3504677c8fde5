"""What each verb of some desks leaves in the audit log, in the order in which they are used."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import dataclass, field
from inspect import iscoroutinefunction
from pathlib import Path
from typing import Any, TypeVar

from tests.backend.store.builders import records

T = TypeVar("T")


@dataclass
class Trail:
    """An audit log below `folder`, and which verbs were used."""

    folder: Path
    used: set[str] = field(default_factory=set)
    read: int = 0

    async def does(self, verb: str, doing: Awaitable[T], *entries: str) -> T:
        """Await what a verb does; just these entries are there then, each act's intent before its outcome."""
        self.used.add(verb)
        self.fresh()
        result = await doing
        outcomes = [told(each) for each in self.fresh() if each["outcome"] != "pending"]
        assert outcomes == list(entries), f"{verb}: {outcomes}"
        return result

    def fresh(self) -> list[dict[str, Any]]:
        """Return what was recorded since this was last asked."""
        found = [each for each in records(self.folder) if not is_of_the_log(each)]
        before, self.read = self.read, len(found)
        return found[before:]

    def ends_well(self, *desks: type) -> None:
        """Check that each verb of the desks was used, and that each intent has its outcome, in turn."""
        verbs = {
            f"{desk.__name__}.{name}"
            for desk in desks
            for name, member in vars(desk).items()
            if iscoroutinefunction(member) and not name.startswith("_")
        }
        assert self.used == verbs, "each verb wants its line here"
        found = records(self.folder)
        acts = [each["act"] for each in found if each["outcome"] == "pending"]
        done = [each["act"] for each in found if each["outcome"] != "pending" and each.get("act") in acts]
        assert done == acts


def is_of_the_log(record: dict[str, Any]) -> bool:
    """Tell whether the log wrote it for itself, such as where a day begins."""
    return str(record["event"]).startswith("audit.")


def told(record: dict[str, Any]) -> str:
    """Return event, outcome, whom a record is about by keyed hash, and the words for what was done."""
    about = ", ".join(name for name in ("claim", "patient") if f"{name}_ref" in record)
    details = record.get("details", {})
    what = (*(details.get(name, "") for name in ("view", "document", "overrides")), record.get("reason", ""))
    return f"{record['event']} {record['outcome']} {about}: {' '.join(each for each in what if each)}"
