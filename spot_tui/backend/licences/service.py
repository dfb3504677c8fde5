"""Which notices a person accepted, on record before licensed codes or words are shown."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property
from pathlib import Path

from spot_tui.backend.licences.descriptors import read_descriptors
from spot_tui.backend.licences.notices import Notice, read_notices
from spot_tui.backend.licences.settings import CodeSet, Licences
from spot_tui.backend.problems import Problem
from spot_tui.backend.store.audit import AuditLog
from spot_tui.backend.store.user_marks import Entry, UserMarks

FILE_NAME = "licences.json"
PROCEDURES: tuple[CodeSet, ...] = ("cpt", "cdt")
"""Code sets that may not be shown before their notice was accepted, even without words."""


class LicenceDesk:
    """Notices and licensed words of one profile; what each person accepted is kept in its store `folder`."""

    def __init__(self, licences: Licences, folder: Path, *, audit: AuditLog) -> None:
        self._licences = licences
        self._accepted = UserMarks(folder, FILE_NAME)
        self._audit = audit
        self._words: dict[CodeSet, Mapping[str, str]] = {}

    @cached_property
    def notices(self) -> tuple[Notice, ...]:
        """All notices. Raises `Problem` ``licences.file``, ``licences.uncovered``."""
        found = read_notices(self._licences.notices)
        covered = {codes for notice in found for codes in notice.covers}
        for needed in (*PROCEDURES, *(each.codes for each in self._licences.descriptors)):
            if needed not in covered:
                raise Problem("licences.uncovered", (), {"codes": needed})
        return found

    def pending(self, user_id: str, codes: Collection[CodeSet] = PROCEDURES) -> tuple[Notice, ...]:
        """Return the notices that a person has to accept before she may see these code sets.

        Once procedure codes are asked for, those of licensed words on the same screens belong to them.
        """
        wanted = {*codes, *(each.codes for each in self._licences.descriptors)}
        entry = self._accepted.entry(user_id)
        return tuple(
            notice
            for notice in self.notices
            if wanted & set(notice.covers) and entry.get(notice.id) != notice.digest
        )

    async def decide(self, user_id: str, notice: Notice, *, accepted: bool) -> None:
        """Record what a person chose; an acceptance holds for this version of the notice.

        Raises `Problem` ``audit.*``: then nothing is accepted.
        """
        await self._audit.record(
            "licence.notice",
            "success" if accepted else "cancelled",
            reason="accepted" if accepted else "declined",
            details={"notice": notice.id, "notice_sha256": notice.digest},
        )
        if accepted:
            self._accepted.change(user_id, lambda entry: _with(entry, notice))

    def copyright_line(self) -> str:
        """Return the one line that stands on screens and prints with procedure codes."""
        shown = [notice.copyright for notice in self.notices if set(PROCEDURES) & set(notice.covers)]
        return "  ".join(shown)

    def words(self, user_id: str, codes: CodeSet, code: str) -> str:
        """Return the licensed words of a code; nothing where there are none, or not for this person.

        Raises `Problem` ``licences.file`` for a file that cannot be read.
        """
        has_words = any(each.codes == codes for each in self._licences.descriptors)
        if not has_words or any(codes in notice.covers for notice in self.pending(user_id, (codes,))):
            return ""
        return self._read(codes).get(code.upper(), "")

    def read_all(self) -> int:
        """Read all files of licensed words; return how many codes they describe. Raises ``licences.file``."""
        return sum(len(self._read(codes)) for codes in {each.codes for each in self._licences.descriptors})

    def _read(self, codes: CodeSet) -> Mapping[str, str]:
        if codes not in self._words:
            files = [each.file for each in self._licences.descriptors if each.codes == codes]
            self._words[codes] = {
                known: told for file in files for known, told in read_descriptors(file).items()
            }
        return self._words[codes]


def _with(entry: Entry, notice: Notice) -> Entry:
    return {**entry, notice.id: notice.digest}
