from pathlib import Path

import pytest

from spot_tui.backend.store.keys import (
    CREDENTIAL,
    ChainState,
    Keys,
    Link,
    Pseudonyms,
    hkdf,
    mac_key,
    next_key,
)
from spot_tui.backend.store.lines import Damage
from tests.backend.store.builders import MBI

STATE = ChainState("2026/11/22", b"k" * 32, Link("2026/11/21", "ab" * 32, 7, 7, "cd" * 32), opened=True)


def keys(folder: Path, credentials: Path | None = None) -> Keys:
    return Keys(folder / "keys", {"CREDENTIALS_DIRECTORY": str(credentials)} if credentials else {})


def test_derived_keys_are_those_of_rfc_5869() -> None:
    # Appendix A.1 and A.3, of which the first 32 bytes are the first block.
    assert hkdf(b"\x0b" * 22, bytes(range(13)), bytes(range(0xF0, 0xFA))).hex() == (
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
    )
    assert hkdf(b"\x0b" * 22, b"", b"").hex() == (
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"
    )


def test_keys_of_different_uses_differ() -> None:
    key = b"k" * 32
    assert (
        len(
            {
                key,
                next_key(key),
                mac_key(key, b"s" * 32),
                mac_key(next_key(key), b"s" * 32),
                mac_key(key, b"t" * 32),
            }
        )
        == 5
    )


def test_the_store_key_is_made_once(tmp_path: Path) -> None:
    with pytest.raises(Damage) as caught:
        keys(tmp_path).store_key()
    assert caught.value.reason == "key_removed"
    made = keys(tmp_path).store_key(make=True)
    assert keys(tmp_path).store_key(make=True) == keys(tmp_path).store_key() == made


def test_the_credential_of_the_service_is_taken_and_no_file_made(tmp_path: Path) -> None:
    (tmp_path / CREDENTIAL).write_bytes(b"a secret of the service manager")
    assert keys(tmp_path, tmp_path).store_key(make=True) == keys(tmp_path, tmp_path).store_key()
    assert not (tmp_path / "keys").exists()


def test_a_key_file_that_is_there_goes_on_to_hold_beside_a_credential(tmp_path: Path) -> None:
    made = keys(tmp_path).store_key(make=True)
    (tmp_path / CREDENTIAL).write_bytes(b"a secret of the service manager")
    assert keys(tmp_path, tmp_path).store_key() == made


def test_a_credential_that_is_too_short_is_no_key(tmp_path: Path) -> None:
    (tmp_path / CREDENTIAL).write_bytes(b"short")
    with pytest.raises(Damage) as caught:
        keys(tmp_path, tmp_path).store_key(make=True)
    assert caught.value.reason == "key_damaged"


@pytest.mark.parametrize("content", [b"", b"00", b"zz" * 32, b"\xff" * 64])
def test_what_is_no_key_is_told(tmp_path: Path, content: bytes) -> None:
    store = keys(tmp_path)
    store.store_key(make=True)
    store.store_file.write_bytes(content)
    with pytest.raises(Damage) as caught:
        store.store_key()
    assert caught.value.reason == "key_damaged"


@pytest.mark.parametrize("link", [STATE.link, None])
def test_the_chains_state_comes_back_as_it_was_saved(tmp_path: Path, link: Link | None) -> None:
    store = keys(tmp_path)
    store.make_first_chain_key()
    state = ChainState(STATE.segment, STATE.key, link, STATE.opened)
    store.save_chain_state(state)
    assert store.chain_state() == state


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b"null", b'{"segment":"x","key":"zz","link":null,"opened":true}']
)
def test_a_state_that_is_none_is_told(tmp_path: Path, content: bytes) -> None:
    store = keys(tmp_path)
    store.make_first_chain_key()
    store.save_chain_state(STATE)
    store.chain_file.write_bytes(content)
    with pytest.raises(Damage) as caught:
        store.chain_state()
    assert caught.value.reason == "key_damaged"


def test_a_patient_has_one_pseudonym_however_the_number_is_typed() -> None:
    pseudonyms = Pseudonyms(b"k" * 32)
    assert {pseudonyms.of_patient(typed) for typed in (MBI, "1EG4-TE5-MK73", " 1eg4te5mk73 ")} == {
        pseudonyms.of_patient(MBI)
    }
    assert pseudonyms.of_patient(MBI) not in (
        pseudonyms.of_patient("2EG4TE5MK73"),
        pseudonyms.of_session(MBI),
        Pseudonyms(b"x" * 32).of_patient(MBI),
        "",
    )
    assert pseudonyms.of_patient("") == ""
