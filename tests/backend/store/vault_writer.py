"""A program of its own that changes documents in a vault and reports each change that was acknowledged.

Arguments: store folder, name, how many changes (0: until killed).
"""

import sys
from pathlib import Path

from tinydb import where
from tinydb.operations import increment

from tests.backend.store.vault_builders import table, vault


def main() -> None:
    store, name, many = sys.argv[1:4]
    own, shared = (table(vault(Path(store)), each) for each in ("own", "shared"))
    number = 0
    while not int(many) or number < int(many):
        number += 1
        shared.update(increment("n"))
        own.upsert({"name": name, "n": number}, where("name") == name)
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
