"""The process is made safe before Textual is imported: most of its switches are read at import.

`TEXTUAL_LOG` would write every key to a file, `TEXTUAL_DRIVER` import any module, `SSLKEYLOGFILE` open the
encrypted wire. They go by prefix, not by list. Sources: Textual 8.2.8 `constants.py`; rich 15 `console.py`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import MutableMapping
from dataclasses import dataclass

_DROPPED_PREFIXES = ("TEXTUAL", "RICH", "PYTHON", "PYDANTIC", "JUPYTER", "TTY_")
_DROPPED = frozenset(
    {
        "NO_COLOR",
        "FORCE_COLOR",
        "COLORTERM",
        "ESCDELAY",
        "COLUMNS",
        "LINES",
        "SSLKEYLOGFILE",
        "UNICODE_VERSION",
    }
)
_DROPPED_SUFFIX = "_proxy"
_OURS = {
    "TEXTUAL_ANIMATIONS": "none",
    "TEXTUAL_THEME": "textual-dark",
    # Escape sequences arrive in pieces on bad lines; every action of Esc has a second key.
    "ESCDELAY": "300",
    # No code of other packages is loaded because it calls itself a plugin.
    "PYDANTIC_DISABLE_PLUGINS": "__all__",
    # Where zoneinfo looks by default; to ask Python's build settings costs time and memory (PEP 615).
    "PYTHONTZPATH": "/usr/share/zoneinfo:/usr/lib/zoneinfo:/usr/share/lib/zoneinfo:/etc/zoneinfo",
}
_TERMS_WITHOUT_F_KEYS = ("vt52", "vt100", "vt102", "ansi")
_PR_SET_DUMPABLE = 4
_COERCED = frozenset({"C.UTF-8", "C.utf8", "UTF-8"})
"""What Python puts into LC_CTYPE itself where the locale is C (PEP 538)."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the environment says about the terminal, read before it was scrubbed."""

    term: str
    colour_term: str
    no_colour: bool
    is_utf8: bool = True

    @property
    def has_f_keys(self) -> bool:
        """Whether the terminal is not known to lack function keys that can be told apart."""
        return not self.term.startswith(_TERMS_WITHOUT_F_KEYS)

    @classmethod
    def of(cls, environment: MutableMapping[str, str], *, utf8_mode: bool = False) -> Surroundings:
        """Read them from `environment`. NO_COLOR counts when it is not empty (no-color.org).

        `utf8_mode`: Python writes UTF-8 though the locale does not say so (PEP 540).
        """
        return cls(
            environment.get("TERM", "").strip().lower(),
            environment.get("COLORTERM", "").strip().lower(),
            bool(environment.get("NO_COLOR")),
            _says_utf8(environment, utf8_mode=utf8_mode),
        )


def scrub(environment: MutableMapping[str, str] = os.environ) -> Surroundings:
    """Drop every variable that could open what the program shows or does; return what the terminal said."""
    surroundings = Surroundings.of(environment, utf8_mode=bool(sys.flags.utf8_mode))
    for name in list(environment):
        if _is_dropped(name):
            del environment[name]
    return surroundings


def prepare() -> Surroundings:
    """Scrub the environment, set our own values, and close the process to others of the machine.

    To be called first of all, before Textual is imported.
    """
    surroundings = scrub()
    os.environ.update(_OURS)
    close_process()
    return surroundings


def close_process() -> None:
    """Make new files private, leave no core dump, and hide memory and environment from other processes."""
    import resource

    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _forbid_tracing()


def _forbid_tracing() -> None:
    """Clear the process's dumpable flag where the system has one: best effort, prctl(2)."""
    try:
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    except (ImportError, OSError, AttributeError):
        return


def _says_utf8(environment: MutableMapping[str, str], *, utf8_mode: bool) -> bool:
    """Tell whether the locale of characters is a UTF-8 one; without any it is C, which is not."""
    character_type = environment.get("LC_CTYPE", "")
    if utf8_mode and character_type in _COERCED:
        character_type = ""
    locale = environment.get("LC_ALL") or character_type or environment.get("LANG", "")
    return locale.lower().replace("-", "").partition("@")[0].endswith("utf8")


def _is_dropped(name: str) -> bool:
    upper = name.upper()
    return upper in _DROPPED or upper.startswith(_DROPPED_PREFIXES) or name.lower().endswith(_DROPPED_SUFFIX)
