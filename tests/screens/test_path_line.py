"""The path line: for whom one works always stands there, whatever else gives way."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult

from spot_tui.widgets.line import Tone
from spot_tui.widgets.path_line import PathLine

CLINIC = "Practice Family Clinic"
LONG = "Consolidated Practice Hospital Physicians of Jacksonville FL"
STEPS = ("Home", "Eligibility inquiry", "Answer", "Help")


class _Line(App[None]):
    def get_css_variables(self) -> dict[str, str]:
        return {**super().get_css_variables(), "bar": "black", "bar-text": "white"}

    def compose(self) -> ComposeResult:
        yield PathLine()


async def drawn(
    steps: tuple[str, ...],
    provider: str,
    person: str = "Wren Applegarth",
    warning: str = "",
    carried: str = "",
) -> str:
    async with _Line().run_test(size=(80, 3)) as pilot:
        line = pilot.app.query_one(PathLine)
        line.tell("PRACTICE", steps, person, provider)
        line.warn(warning)
        line.carry(tuple((each, Tone.WARN) for each in carried.split(", ") if each))
        await pilot.pause()
        return line.render().plain


async def test_with_room_enough_path_person_and_provider_stand_there() -> None:
    line = await drawn(("Home",), CLINIC)
    assert line.split() == ["PRACTICE", "Home", "Wren", "Applegarth,", "Practice", "Family", "Clinic"]


async def test_the_person_gives_way_before_the_path_and_the_provider() -> None:
    line = await drawn(STEPS, CLINIC)
    assert "Wren" not in line
    assert line.rstrip().endswith(CLINIC)
    assert "Answer > Help" in line


@pytest.mark.parametrize("steps", [STEPS[:1], STEPS[:2], STEPS[:3], STEPS])
async def test_a_long_name_of_a_provider_stands_beside_where_one_is(steps: tuple[str, ...]) -> None:
    line = await drawn(steps, LONG)
    assert LONG[:40] in line
    assert steps[-1] in line
    assert len(line) == 80


async def test_before_the_choice_of_a_provider_the_person_stands_alone() -> None:
    assert (await drawn(("Home",), "")).split() == ["PRACTICE", "Home", "Wren", "Applegarth"]


async def test_before_it_the_oldest_steps_give_way_to_the_person() -> None:
    line = await drawn(STEPS, "", person="Wren Applegarth-Featherstonehaugh")
    assert line.split() == ["PRACTICE", "Answer", ">", "Help", "Wren", "Applegarth-Featherstonehaugh"]


async def test_a_warning_leaves_the_provider_where_there_is_room() -> None:
    line = await drawn(STEPS, CLINIC, warning="! Locks in 2 min; any key stays.")
    assert " ".join(line.split()) == f"PRACTICE Help ! Locks in 2 min; any key stays. {CLINIC}"


async def test_beside_a_warning_the_provider_gives_way_last() -> None:
    line = await drawn(("Eligibility inquiry",), LONG, warning="! Locks in 2 min; any key stays.")
    assert LONG[:30] in line
    assert "Locks in 2 min; any key stays." in line
    assert len(line) == 80


@pytest.mark.parametrize(
    "carried",
    [
        "OFFLINE, 2 unsent since 10:41",
        "THIN 0.6 s 58 kbit/s, 1 unsent since 10:41, upload 62 %",
        "WEB PAGE ON THE LINE, 2 unsent since 10:41, upload 62 %",
    ],
)
async def test_what_is_said_of_the_line_takes_the_persons_place_and_the_provider_stays(carried: str) -> None:
    line = await drawn(STEPS, CLINIC, carried=carried)
    told = ", ".join(each for each in carried.split(", ") if each in line)
    assert f"{told}  " in line
    assert told.startswith(carried[:30])
    assert "upload" not in line or carried.startswith("OFFLINE")
    assert CLINIC[:10] in line
    assert "Wren" not in line
    assert len(line) == 80
