"""How inquiries are written down in a vault, and what a disk that fails becomes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from spot_tui.backend.eligibility.inquiry import Inquiry
from spot_tui.backend.formats import Mbi, ServiceDates
from spot_tui.backend.problems import Problem
from spot_tui.backend.store.files import UnsafeFile
from spot_tui.backend.store.lines import Damage, Document, LineTooLong


@contextmanager
def disk_problems() -> Iterator[None]:
    """Turn what a vault raises into `Problem`: ``kept.broken``, ``kept.unwritable``, ``kept.too_long``."""
    try:
        yield
    except LineTooLong:
        raise Problem("kept.too_long") from None
    except (Damage, UnsafeFile) as error:
        where = {"where": error.path.as_posix(), "reason": error.reason}
        raise Problem("kept.broken", (), where) from None
    except OSError as error:
        raise Problem("kept.unwritable", (), {"reason": error.strerror or str(error)}) from None


def inquiry_document(inquiry: Inquiry) -> Document:
    """Return an inquiry as it is written down."""
    return {
        "mbi": inquiry.mbi,
        "first_name": inquiry.first_name,
        "last_name": inquiry.last_name,
        "birth_date": inquiry.birth_date.isoformat(),
        "service": [inquiry.service.first.isoformat(), inquiry.service.last.isoformat()],
    }


def inquiry_of(document: Document) -> Inquiry:
    """Return the inquiry of a document."""
    first, last = map(date.fromisoformat, document["service"])
    return Inquiry(
        mbi=Mbi(document["mbi"]),
        first_name=document["first_name"],
        last_name=document["last_name"],
        birth_date=date.fromisoformat(document["birth_date"]),
        service=ServiceDates(first, last),
    )
