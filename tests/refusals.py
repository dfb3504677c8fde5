"""What a verb refuses with."""

from collections.abc import Awaitable

import pytest

from spot_tui.backend.problems import Problem


async def refusal(work: Awaitable[object]) -> Problem:
    with pytest.raises(Problem) as caught:
        await work
    return caught.value


async def code_of(work: Awaitable[object]) -> str:
    return (await refusal(work)).code
