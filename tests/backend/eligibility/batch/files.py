"""Files of patients as practice systems and spreadsheet programs write them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from spot_tui.backend.eligibility.batch.reading import PatientFile, Row
from spot_tui.backend.upstreams import EligibilityRules

DAY = date(2026, 11, 22)
HEADINGS = "MBI,First name,Last name,Date of birth,Date of service"
ALMA = "1EG4TE5MK73,Alma,Quillfeather,03/02/1948,11/20/2026"


def written(folder: Path, text: str, encoding: str = "utf-8") -> PatientFile:
    path = folder / "patients.csv"
    path.write_bytes(text.encode(encoding))
    return PatientFile(path, DAY, EligibilityRules())


def rows_of(folder: Path, text: str, encoding: str = "utf-8") -> list[Row]:
    return list(written(folder, text, encoding).rows())


def many(folder: Path, count: int) -> PatientFile:
    """Return a file that asks about one person on many days."""
    days = (date.fromordinal(DAY.toordinal() - back) for back in range(count))
    lines = [f"1EG4TE5MK73,Alma,Quillfeather,03/02/1948,{day:%m/%d/%Y}" for day in days]
    return written(folder, "\n".join([HEADINGS, *lines]))
