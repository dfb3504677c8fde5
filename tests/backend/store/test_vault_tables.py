import tempfile
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tinydb import TinyDB, where
from tinydb.operations import add, delete, increment
from tinydb.table import Document

from spot_tui.backend.store import vault as vault_module
from spot_tui.backend.store.vault import Vault
from spot_tui.backend.store.vault_tables import VaultDatabase, VaultStorage, VaultTable
from tests.backend.store.builders import SOAK, failing_sync, full_disk
from tests.backend.store.vault_builders import contents, table, vault


@pytest.fixture
def drafts(tmp_path: Path) -> Any:
    return table(vault(tmp_path))


def test_documents_are_inserted_found_and_counted(drafts: Any) -> None:
    ids = drafts.insert_multiple([{"n": 1}, {"n": 2}, {"n": 3}])
    assert drafts.search(where("n") > 1) == [{"n": 2}, {"n": 3}]
    assert drafts.get(doc_id=ids[0]) == {"n": 1}
    assert drafts.get(where("n") == 3).doc_id == ids[2]
    assert drafts.contains(where("n") == 2)
    assert not drafts.contains(where("n") == 4)
    assert (len(drafts), drafts.count(where("n") < 3)) == (3, 2)
    assert [document["n"] for document in drafts] == [1, 2, 3]
    assert drafts.all() == [{"n": 1}, {"n": 2}, {"n": 3}]


def test_documents_are_updated_in_every_way_of_tinydb(drafts: Any) -> None:
    one, two = drafts.insert_multiple([{"n": 1, "a": 0}, {"n": 2, "a": 0}])
    assert drafts.update({"a": 1}, where("n") == 1) == [one]
    assert drafts.update(increment("a"), doc_ids=[one, 99]) == [one]
    assert drafts.update(add("a", 5)) == [one, two]
    assert drafts.update_multiple([({"b": 1}, where("n") == 1), (delete("a"), where("n") == 2)]) == [one, two]
    assert drafts.all() == [{"n": 1, "a": 7, "b": 1}, {"n": 2}]


def test_upsert_changes_what_is_there_and_stores_what_is_not(drafts: Any) -> None:
    (first,) = drafts.upsert({"id": "a", "n": 1}, where("id") == "a")
    assert drafts.upsert({"id": "a", "n": 2}, where("id") == "a") == [first]
    assert drafts.upsert(Document({"id": "b"}, first + 5)) == [first + 5]
    assert drafts.all() == [{"id": "a", "n": 2}, {"id": "b"}]


def test_documents_are_removed_one_by_one_or_all(drafts: Any) -> None:
    _, two, three = drafts.insert_multiple([{"n": 1}, {"n": 2}, {"n": 3}])
    assert drafts.remove(where("n") == 2) == [two]
    assert drafts.remove(doc_ids=[three, 99]) == [three]
    assert drafts.all() == [{"n": 1}]
    drafts.truncate()
    assert drafts.all() == []


def test_tables_are_apart_and_dropped_apart(tmp_path: Path) -> None:
    database = VaultDatabase(vault(tmp_path))
    database.table("drafts").insert({"n": 1})
    database.table("outbox").insert({"n": 2})
    assert database.tables() == {"drafts", "outbox"}
    database.drop_table("drafts")
    assert (database.tables(), database.table("outbox").all()) == ({"outbox"}, [{"n": 2}])
    database.drop_tables()
    assert database.tables() == set()
    assert contents(vault(tmp_path)) == {}


def test_a_stock_tinydb_works_over_the_storage(tmp_path: Path) -> None:
    with TinyDB(storage=lambda: VaultStorage(vault(tmp_path))) as database:
        database.insert({"n": 1})
        database.update({"n": 2})
    with TinyDB(storage=lambda: VaultStorage(vault(tmp_path))) as again:
        assert again.all() == [{"n": 2}]


def test_ids_are_never_given_twice(tmp_path: Path) -> None:
    one, other = table(vault(tmp_path)), table(vault(tmp_path))
    given = [one.insert({"n": 1}), other.insert({"n": 2}), *one.insert_multiple([{"n": 3}, {"n": 4}])]
    one.remove(doc_ids=given[-2:])
    given += [other.insert({"n": 5}), one.insert(Document({"n": 6}, 100)), one.insert({"n": 7})]
    assert len(set(given)) == len(given) == 7
    assert given[-1] == 101


def test_an_id_that_is_taken_is_refused_and_nothing_stored(drafts: Any) -> None:
    taken = drafts.insert({"n": 1})
    with pytest.raises(ValueError, match="already exists"):
        drafts.insert_multiple([{"n": 2}, Document({"n": 3}, taken)])
    assert drafts.all() == [{"n": 1}]


def test_what_is_no_document_is_refused_and_nothing_stored(drafts: Any) -> None:
    for wrong in ([1, 2], "text", {"n": 1.5}, {"n": object()}, {"n": float("nan")}):
        with pytest.raises((ValueError, TypeError)):
            drafts.insert_multiple([{"n": 1}, wrong])
    assert drafts.all() == []


def test_an_update_that_fails_half_way_stores_nothing(drafts: Any) -> None:
    drafts.insert_multiple([{"n": 1}, {"n": 2}])

    def fail_at_two(document: dict[str, int]) -> None:
        document["n"] += 10
        if document["n"] == 12:
            raise RuntimeError

    with pytest.raises(RuntimeError):
        drafts.update(fail_at_two)
    assert drafts.all() == [{"n": 1}, {"n": 2}]


def test_what_is_done_to_a_document_that_was_read_changes_nothing_stored(drafts: Any) -> None:
    drafts.insert({"values": {"mbi": "1AA0AA0AA01"}})
    drafts.all()[0]["values"]["mbi"] = "gone"
    assert drafts.all() == [{"values": {"mbi": "1AA0AA0AA01"}}]


def test_a_search_sees_what_another_handle_wrote_since_the_same_search(tmp_path: Path) -> None:
    one, other = table(vault(tmp_path)), table(vault(tmp_path))
    query = where("n") == 1
    assert one.search(query) == []
    other.insert({"n": 1})
    assert one.search(query) == [{"n": 1}]


def test_writing_what_is_there_already_writes_nothing(tmp_path: Path) -> None:
    one = vault(tmp_path)
    drafts = table(one)
    drafts.insert({"n": 1})
    size = one.path.stat().st_size
    drafts.update({"n": 1})
    assert one.path.stat().st_size == size


@pytest.mark.parametrize("handles", [1, 4], ids=["one handle", "a handle each"])
def test_no_update_of_four_threads_is_lost(tmp_path: Path, handles: int) -> None:
    opened = [vault(tmp_path) for _ in range(handles)]
    table(opened[0]).insert({"n": 0})

    def work(mine: Vault) -> None:
        for _ in range(25):
            table(mine).update(increment("n"))

    threads = [threading.Thread(target=work, args=(opened[n % handles],)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert table(vault(tmp_path)).all() == [{"n": 100}]


def test_two_handles_that_store_the_same_thing_at_once_store_it_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = table(vault(tmp_path)), table(vault(tmp_path))
    elsewhere = threading.Thread(target=lambda: other.upsert({"name": "a", "n": 2}, where("name") == "a"))
    insert = VaultTable.insert

    def insert_while_the_other_tries(self: VaultTable, document: dict[str, Any]) -> int:
        if self is one:
            elsewhere.start()
            elsewhere.join(0.1)
        return insert(self, document)

    monkeypatch.setattr(VaultTable, "insert", insert_while_the_other_tries)
    one.upsert({"name": "a", "n": 1}, where("name") == "a")
    elsewhere.join()
    assert table(vault(tmp_path)).all() == [{"name": "a", "n": 2}]


NAMES = st.sampled_from(["a", "b", "c", "d"])
TEXTS = st.text(max_size=8).filter(lambda text: not any("\ud800" <= letter <= "\udfff" for letter in text))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("xyz", max_size=3), inner, max_size=3)
    ),
    max_leaves=5,
)


class VaultAgainstDict(RuleBasedStateMachine):
    """Two handles on one vault do what a dict does, through cuts, faults, compaction and reopening."""

    @initialize()
    def begin(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._patch = pytest.MonkeyPatch()
        self._patch.setattr(vault_module, "LEAST_DEAD_LINES", 4)
        self.folder = Path(self._folder.name)
        self.model: dict[str, Any] = {}
        self.handles = [vault(self.folder), vault(self.folder)]

    @rule(which=st.integers(0, 1), name=NAMES, value=VALUES)
    def upsert(self, which: int, name: str, value: Any) -> None:
        table(self.handles[which]).upsert({"name": name, "value": value}, where("name") == name)
        self.model[name] = value

    @rule(which=st.integers(0, 1), name=NAMES, value=VALUES)
    def update(self, which: int, name: str, value: Any) -> None:
        changed = table(self.handles[which]).update({"value": value}, where("name") == name)
        assert bool(changed) == (name in self.model)
        if name in self.model:
            self.model[name] = value

    @rule(which=st.integers(0, 1), name=NAMES)
    def remove(self, which: int, name: str) -> None:
        removed = table(self.handles[which]).remove(where("name") == name)
        assert len(removed) == (self.model.pop(name, self) is not self)

    @rule(which=st.integers(0, 1))
    def truncate(self, which: int) -> None:
        table(self.handles[which]).truncate()
        self.model.clear()

    @rule(which=st.integers(0, 1))
    def reopen(self, which: int) -> None:
        self.handles[which].close()
        self.handles[which] = vault(self.folder)

    @rule(which=st.integers(0, 1))
    def shred(self, which: int) -> None:
        self.handles[which].shred()
        self.model.clear()

    @rule(rest=st.binary(min_size=1, max_size=60).filter(lambda rest: b"\n" not in rest))
    def die_in_a_write(self, rest: bytes) -> None:
        contents(self.handles[0])
        with self.handles[0].path.open("ab") as file:
            file.write(rest)

    @rule(which=st.integers(0, 1), after=st.integers(0, 60))
    def fill_the_disk(self, which: int, after: int) -> None:
        contents(self.handles[which])
        with full_disk(after_bytes=after), pytest.raises(OSError, match="No space"):
            table(self.handles[which]).insert({"name": "never"})

    @rule(which=st.integers(0, 1))
    def fail_to_sync(self, which: int) -> None:
        contents(self.handles[which])
        with failing_sync(), pytest.raises(OSError, match="Input/output"):
            table(self.handles[which]).insert({"name": "never"})

    @invariant()
    def both_hold_the_dict(self) -> None:
        if hasattr(self, "handles"):
            for handle in self.handles:
                assert {each["name"]: each["value"] for each in table(handle)} == self.model

    def teardown(self) -> None:
        if hasattr(self, "handles"):
            for handle in self.handles:
                handle.close()
            self._patch.undo()
            self._folder.cleanup()


TestVaultAgainstDict = VaultAgainstDict.TestCase
TestVaultAgainstDict.settings = settings(
    max_examples=200 if SOAK else 15,
    stateful_step_count=40 if SOAK else 25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
