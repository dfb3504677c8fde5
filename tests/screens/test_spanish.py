"""The screens in Spanish, whose words are longer: nothing is cut in the design size."""

import pytest

from tests.screens.cuts import DESIGN, shortcomings, whole_words
from tests.screens.places import PLACES


@pytest.mark.parametrize("place", PLACES)
async def test_nothing_is_cut_in_spanish(place: str) -> None:
    whole = await whole_words(place, "es")
    assert await shortcomings(place, whole, DESIGN, "es") == []
