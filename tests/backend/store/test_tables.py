from collections.abc import Callable
from pathlib import Path

import pytest
from tinydb import TinyDB, where
from tinydb.table import Document

from spot_tui.backend.store.tables import (
    TABLE,
    AppendOnlyError,
    JournalDatabase,
    JournalStorage,
    JournalTable,
)

PEOPLE = [{"name": "Ann", "age": 70}, {"name": "Ben", "age": 81}, {"name": "Cid", "age": 81}]


def database(folder: Path) -> JournalDatabase:
    return JournalDatabase(folder / "people.jsonl", storage=JournalStorage)


def table(folder: Path) -> JournalTable:
    found = database(folder).table(TABLE)
    assert isinstance(found, JournalTable)
    return found


@pytest.fixture
def people(tmp_path: Path) -> JournalTable:
    found = table(tmp_path)
    found.insert_multiple(PEOPLE)
    return found


def test_a_documents_id_is_its_sequence_number(tmp_path: Path) -> None:
    people = table(tmp_path)
    assert people.insert(PEOPLE[0]) == 1
    assert people.insert_multiple(PEOPLE[1:]) == [2, 3]
    assert people.insert_multiple([]) == []
    assert [document.doc_id for document in people] == [1, 2, 3]


def test_every_way_to_read_answers_as_tinydb_does(people: JournalTable, tmp_path: Path) -> None:
    stock = TinyDB(tmp_path / "stock.json")
    stock.insert_multiple(PEOPLE)
    old = where("age") == 81
    assert people.all() == stock.all() == list(people)
    assert people.search(old) == stock.search(old)
    assert people.get(old) == stock.get(old)
    assert people.get(doc_id=2) == stock.get(doc_id=2)
    assert people.get(doc_id=9) is stock.get(doc_id=9) is None
    assert people.get(doc_ids=[1, 3, 9]) == stock.get(None, doc_ids=[1, 3, 9])
    assert people.get(where("age") == 1) is None
    assert people.contains(old)
    assert people.contains(doc_id=3)
    assert not people.contains(doc_id=4)
    assert people.count(old) == stock.count(old) == 2
    assert len(people) == len(stock) == 3
    for each in (people, stock):
        with pytest.raises(RuntimeError):
            each.get()
        with pytest.raises(RuntimeError):
            each.contains()
    stock.close()


def test_the_database_answers_for_its_table(tmp_path: Path) -> None:
    with database(tmp_path) as people:
        assert people.tables() == set()
        people.insert(PEOPLE[0])
        assert people.tables() == {TABLE}
        assert (len(people), [document["name"] for document in people]) == (1, ["Ann"])
        with pytest.raises(ValueError, match="one table"):
            people.table("other")


def test_a_repeated_search_sees_what_another_handle_wrote(people: JournalTable, tmp_path: Path) -> None:
    old = where("age") == 81
    assert len(people.search(old)) == 2
    table(tmp_path).insert({"name": "Dot", "age": 81})
    assert len(people.search(old)) == 3


@pytest.mark.parametrize(
    "change",
    [
        lambda people: people.update({"age": 1}),
        lambda people: people.update({"age": 1}, where("name") == "Ann"),
        lambda people: people.update_multiple([({"age": 1}, where("name") == "Ann")]),
        lambda people: people.upsert({"age": 1}, where("name") == "Ann"),
        lambda people: people.remove(doc_ids=[1]),
        lambda people: people.truncate(),
        lambda people: people.insert(Document({"name": "Eve"}, doc_id=1)),
        lambda people: people.insert_multiple([{"name": "Eve"}, Document({"name": "Eve"}, doc_id=9)]),
    ],
    ids=[
        "update",
        "update some",
        "update_multiple",
        "upsert",
        "remove",
        "truncate",
        "insert",
        "insert_multiple",
    ],
)
def test_nothing_is_changed_or_removed(
    people: JournalTable, change: Callable[[JournalTable], object]
) -> None:
    with pytest.raises(AppendOnlyError):
        change(people)
    assert people.all() == PEOPLE


def test_the_table_is_not_dropped(people: JournalTable, tmp_path: Path) -> None:
    with pytest.raises(AppendOnlyError):
        database(tmp_path).drop_table(TABLE)
    with pytest.raises(AppendOnlyError):
        database(tmp_path).drop_tables()
    assert len(people) == 3


def test_what_is_no_mapping_is_refused_as_tinydb_does(people: JournalTable) -> None:
    with pytest.raises(ValueError, match="Mapping"):
        people.insert(["Ann"])  # type: ignore[arg-type]
    assert len(people) == 3


def test_stock_tinydb_reads_the_storage_and_may_not_rewrite_it(people: JournalTable, tmp_path: Path) -> None:
    with TinyDB(tmp_path / "people.jsonl", storage=JournalStorage) as stock:
        assert stock.all() == people.all()
        assert stock.search(where("age") == 81) == people.search(where("age") == 81)
        assert stock.get(doc_id=2) == people.get(doc_id=2)
        assert (len(stock), stock.tables()) == (3, {TABLE})
        changes: list[Callable[[], object]] = [
            lambda: stock.insert({"name": "Eve"}),
            lambda: stock.update({"age": 1}),
            lambda: stock.truncate(),
            lambda: stock.drop_tables(),
        ]
        for change in changes:
            with pytest.raises(AppendOnlyError):
                change()
    assert people.all() == PEOPLE


def test_stock_tinydb_finds_an_empty_storage_empty(tmp_path: Path) -> None:
    with TinyDB(tmp_path / "people.jsonl", storage=JournalStorage) as stock:
        assert (stock.all(), stock.tables()) == ([], set())
