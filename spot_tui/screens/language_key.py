"""The key before the sign-in that changes the language."""

from __future__ import annotations

from typing import ClassVar

from spot_tui.screens.page import Page
from spot_tui.words import language, languages, use_language


class LanguageKey(Page):
    """Mixed into a screen that can be written anew in another language."""

    KEYS: ClassVar[tuple[str, ...]] = ("language",)

    async def write_anew(self) -> None:
        """Show the same screen in the language in use, with what was typed that may stay."""
        raise NotImplementedError

    def can_language(self) -> bool:
        """Tell whether there is another language."""
        return len(languages()) > 1

    async def do_language(self) -> None:
        """Speak the next language from now on."""
        codes = tuple(languages())
        use_language(codes[(codes.index(language()) + 1) % len(codes)])
        await self.write_anew()
