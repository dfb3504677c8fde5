"""What a person types and has not sent: kept as drafts while she types, and given back to her only."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from spot_tui.backend.forms import Field, Form
from spot_tui.backend.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from spot_tui.backend.drafts import Draft, DraftEntry, Drafts
    from spot_tui.backend.forms import Typed
    from spot_tui.backend.made import Made


class KeptForm:
    """One form while it is filled in: what stands in it, and what of that is on disk.

    `note`, `settled` and `emptied` say what there is to keep; `keep` does it. `saved_at` is when it was last
    saved in this sitting, aware, in UTC; `is_failing` says that the last try did not succeed. `refused` are
    the submissions that were made with this form and never count, by their ids.
    """

    def __init__(
        self,
        owner: str,
        drafts: Callable[[], Drafts],
        draft: Draft | None = None,
        deadline: date | None = None,
    ) -> None:
        self.saved_at: datetime | None = None
        self.is_failing = False
        self.refused: frozenset[str] = frozenset({draft.id} if draft else ())
        self._owner = owner
        self._drafts = drafts
        self._draft = draft
        self._deadline = deadline or (draft.deadline if draft else None)
        self._form: Form | None = None
        self._npi = ""
        self._on_disk: Typed = draft.values if draft else {}
        self._noted: Typed = self._on_disk
        self._settled: Typed = {}
        self._turn = asyncio.Lock()

    @property
    def draft_id(self) -> str:
        """The id of its draft, empty while none was begun."""
        return self._draft.id if self._draft else ""

    @property
    def is_unsaved(self) -> bool:
        """Whether something else is to be kept than what is on disk."""
        return self._noted != self._on_disk or self._is_moved

    @property
    def _is_moved(self) -> bool:
        """Whether the person works for another provider now than the one under whom the draft is kept."""
        is_noted = self._form is not None and bool(self._noted)
        return is_noted and self._draft is not None and self._draft.provider_npi != self._npi

    def note(self, form: Form, typed: Typed, provider_npi: str = "") -> None:
        """Take note of what stands in the form now; what is settled, and blanks, are nothing to keep."""
        values = form.keepable(typed)
        is_nothing = values == self._settled or not any(value.strip() for value in values.values())
        self._form, self._npi = form, provider_npi
        self._noted = {} if is_nothing else values

    def settled(self, form: Form, typed: Typed) -> None:
        """Take note that this is nothing to keep until it is changed: it was sent, or nobody typed it."""
        self._settled = form.keepable(typed)
        if self._noted == self._settled:
            self._noted = {}

    def ends_after(self, deadline: date | None) -> None:
        """Take note of the last day of what stands in the form now, which its draft outlasts."""
        self._deadline = deadline or self._deadline

    def emptied(self) -> None:
        """Take note that the form was emptied."""
        self._noted = self._settled = {}

    async def keep(self) -> None:
        """Put what was noted on disk unless it is there; where nothing is to be kept, remove the draft.

        Raises `Problem`: ``vault.*`` and the audit log's own.
        """
        async with self._turn:
            if not self.is_unsaved:
                return
            try:
                await (self._save(self._noted) if self._noted else self._remove())
            except Problem:
                self.is_failing = True
                raise
            self.is_failing = False

    def keep_now(self) -> None:
        """Put what was noted on disk, from any thread but the event loop's, which may stand still."""
        noted, form = self._noted, self._form
        if form is not None and noted and self.is_unsaved:
            self._take(self._drafts().save_now(self._begun(form), form, noted))

    def forget(self) -> None:
        """Hold nothing in memory of what was typed."""
        self._draft = self.saved_at = None
        self._on_disk = self._noted = self._settled = {}

    async def _save(self, noted: Typed) -> None:
        if self._form is not None:
            self._take(await self._drafts().save(self._begun(self._form), self._form, noted))

    async def _remove(self) -> None:
        if self._draft is not None:
            await self._drafts().drop(self._owner, self._draft.id)
        self._draft, self._on_disk, self.saved_at = None, {}, None

    def _begun(self, form: Form) -> Draft:
        draft = self._draft or self._drafts().begin(form, self._owner, self._npi, self._deadline)
        self._draft = replace(draft, provider_npi=self._npi, deadline=self._deadline)
        return self._draft

    def _take(self, saved: Draft) -> None:
        if saved.id == self.draft_id:  # else it was forgotten meanwhile
            self._draft, self._on_disk, self.saved_at = saved, saved.values, saved.saved_at


class KeptWork:
    """The work of one person. `drafts` is asked for when there is anything to keep or to find."""

    def __init__(self, owner: str, drafts: Callable[[], Drafts]) -> None:
        self._owner = owner
        self._drafts = drafts
        self._forms: list[KeptForm] = []
        self._refused: dict[str, frozenset[str]] = {}
        self._is_used = False

    def begin(self, draft: Draft | None = None, deadline: date | None = None) -> KeptForm:
        """Return what keeps one form: an empty one, or one that goes on with `draft`.

        It is kept to the end of its `deadline`, however long nobody goes on with it.
        """
        form = KeptForm(self._owner, self._opened, draft, deadline)
        if draft is not None:
            form.refused |= self._refused.pop(draft.id, frozenset())
        self._forms.append(form)
        return form

    async def keep(self) -> None:
        """Put everything noted on disk that is not there. Raises the first `Problem` once all were tried."""
        problems: list[Problem] = []
        for form in tuple(self._forms):
            try:
                await form.keep()
            except Problem as problem:
                problems.append(problem)
        if problems:
            raise problems[0]

    def keep_now(self) -> None:
        """Do as `keep` from any thread but the event loop's, which may stand still."""
        for form in tuple(self._forms):
            form.keep_now()

    async def find(self) -> list[DraftEntry]:
        """Return this person's drafts, the last saved first."""
        return await self._opened().find(self._owner)

    async def take(self, draft_id: str) -> Draft:
        """Return a draft of this person's to go on with, as it was last typed.

        Raises `Problem` ``draft.unknown`` for one that is somebody else's, or not there any more.
        """
        for form in self._of(draft_id):
            await form.keep()
            self._refused[draft_id] = form.refused
            self._let_go(form)
        return await self._opened().get(self._owner, draft_id)

    async def make_again(
        self, submission_id: str, made: Made, provider_npi: str, deadline: date | None
    ) -> Draft:
        """Return a draft of what was submitted and never counts: that of its form, or one begun before."""
        own = (form.draft_id for form in self._forms if submission_id in form.refused and form.draft_id)
        try:
            return await self.take(next(own, submission_id))
        except Problem as problem:
            if problem.code != "draft.unknown":
                raise
        drafts = self._opened()
        form = Form(made.form, tuple(Field(name, str, len(text)) for name, text in made.typed.items()))
        begun = drafts.begin(form, self._owner, provider_npi, deadline)
        return await drafts.save(replace(begun, id=submission_id), form, made.typed)

    async def drop(self, draft_id: str) -> None:
        """Remove a draft of this person's that she does not want any more."""
        for form in self._of(draft_id):
            self._let_go(form)
        await self._opened().drop(self._owner, draft_id)

    async def put_away(self) -> None:
        """Keep nothing of this person's in memory, as after sign-out."""
        for form in tuple(self._forms):
            self._let_go(form)
        if self._is_used:
            try:
                await self._drafts().put_away(self._owner)
            except Problem:
                return

    def _of(self, draft_id: str) -> list[KeptForm]:
        return [form for form in self._forms if form.draft_id == draft_id]

    def _let_go(self, form: KeptForm) -> None:
        form.forget()
        self._forms.remove(form)

    def _opened(self) -> Drafts:
        self._is_used = True
        return self._drafts()
