"""The screens in Spanish, whose words are longer: nothing is cut in the design size."""

import pytest

from tests.screens.cuts import DESIGN, shortcomings
from tests.screens.places import PLACES


@pytest.mark.parametrize("place", PLACES)
async def test_nothing_is_cut_in_spanish(place: str) -> None:
    assert await shortcomings(place, DESIGN, "es") == []
