"""Business days, and the day on which something that is sent counts as received.

Sources: SPOT status page and SPOT User Guide, section 8 (received the same business day until 18:00 Eastern,
else on the next business day); 5 U.S.C. 6103 (holidays).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from spot_tui.backend.clock import WEEKDAYS, Weekday
from spot_tui.backend.corrections.data_files import read_data
from spot_tui.backend.formats import read_date
from spot_tui.backend.problems import Problem

_SATURDAY, _SUNDAY = 5, 6
_ONE_DAY = timedelta(days=1)


def _single_day(text: str) -> str:
    try:
        read_date(text, "on")
    except Problem:
        raise ValueError("must be a day, MM/DD/YYYY") from None
    return text


class Holiday(BaseModel):
    """One holiday: the same day each year, a weekday of a month, or one single day."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1, max_length=60)
    month: int | None = Field(None, ge=1, le=12)
    day: int | None = Field(None, ge=1, le=31)
    weekday: Weekday | None = None
    nth: int | None = Field(None, ge=-1, le=5)
    on: Annotated[str, AfterValidator(_single_day)] | None = None

    @model_validator(mode="after")
    def _is_one_of_three(self) -> Holiday:
        given = {name for name in ("month", "day", "weekday", "nth", "on") if getattr(self, name) is not None}
        if given not in ({"month", "day"}, {"month", "weekday", "nth"}, {"on"}) or self.nth == 0:
            raise ValueError("must have month and day, or month, weekday and nth, or on")
        if self.month and self.day:
            try:
                date(2024, self.month, self.day)
            except ValueError:
                raise ValueError("must be a day that a calendar has") from None
        return self

    def days(self, year: int) -> Iterator[date]:
        """Yield the day of this holiday that is observed for `year`; none where the year has no such day."""
        if self.on:
            day = read_date(self.on, "on")
            if day.year == year:
                yield day
        elif self.month and self.day:
            try:
                yield _observed(date(year, self.month, self.day))
            except ValueError:
                return
        elif self.month and self.weekday and self.nth:
            found = [day for day in _month(year, self.month) if day.weekday() == WEEKDAYS.index(self.weekday)]
            place = self.nth - 1 if self.nth > 0 else self.nth
            yield from found[place : place + 1] if place >= 0 else found[-1:]


class Holidays(BaseModel):
    """The holidays of a contractor, with where they come from."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str = Field(min_length=1)
    dated: date
    holiday: tuple[Holiday, ...]

    def has(self, day: date) -> bool:
        """Tell whether nothing is received on `day`."""
        # New Year's Day of the year after may be observed on the last day of this one.
        years = (day.year, day.year + 1)
        return any(day in holiday.days(year) for holiday in self.holiday for year in years)


def read_holidays(path: Path | None) -> Holidays:
    """Return the holidays of `path`, without one the federal ones. Raises `Problem` ``rules.file``."""
    return read_data(Holidays, path, "holidays.toml")


@dataclass(frozen=True)
class Calendar:
    """When a contractor receives: on business days until `cut_off`, the clock time in `zone`."""

    holidays: Holidays
    zone: ZoneInfo
    cut_off: time

    def is_business_day(self, day: date) -> bool:
        """Tell whether anything is received on `day`."""
        return day.weekday() < _SATURDAY and not self.holidays.has(day)

    def received_on(self, moment: datetime) -> date:
        """Return the day on which something counts as received that is sent at `moment` (aware)."""
        local = moment.astimezone(self.zone)
        day = local.date()
        if local.time() > self.cut_off:
            day += _ONE_DAY
        while not self.is_business_day(day):
            day += _ONE_DAY
        return day

    def last_safe_moment(self, last_day: date) -> datetime:
        """Return until when to send for it to count as received by `last_day`; in the contractor's zone."""
        day = last_day
        while not self.is_business_day(day):
            day -= _ONE_DAY
        return datetime.combine(day, self.cut_off, self.zone)


def _observed(day: date) -> date:
    if day.weekday() == _SATURDAY:
        return day - _ONE_DAY
    return day + _ONE_DAY if day.weekday() == _SUNDAY else day


def _month(year: int, month: int) -> Iterator[date]:
    day = date(year, month, 1)
    while day.month == month:
        yield day
        day += _ONE_DAY
