import re
from pathlib import Path

import pytest

from spot_tui import settings
from spot_tui.backend.first_look import chosen_language, config_path, first_look
from spot_tui.backend.problems import Problem

PROFILE = """
[profiles.clinic]
[[profiles.clinic.providers]]
organisation = "Practice Family Clinic"
npi = "1234567893"
[profiles.clinic.identity]
organisation_url = "https://identity.example"
issuer = "https://identity.example/oauth2/default"
client_id = "native"
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "spot-tui.toml"
    file.write_text(text, encoding="utf-8")
    return file


def refusal(folder: Path, text: str) -> Problem:
    with pytest.raises(Problem) as caught:
        settings.load(written(folder, text))
    return caught.value


def test_the_practice_profile_needs_no_file() -> None:
    profile = settings.choose_profile(settings.load(None), "practice")
    assert profile.environment == "practice"
    assert profile.portal.in_process


def test_a_file_adds_profiles_beside_practice(tmp_path: Path) -> None:
    loaded = settings.load(written(tmp_path, PROFILE))
    assert set(loaded.profiles) == {"practice", "clinic"}
    assert loaded.profiles["clinic"].environment == "production"


def test_an_unknown_key_is_named_with_its_file(tmp_path: Path) -> None:
    problem = refusal(tmp_path, PROFILE + 'colour = "red"\n')
    assert problem.code == "settings.invalid"
    assert problem.parameters["key"] == "profiles.clinic.identity.colour"
    assert problem.parameters["reason"] == "there is no such key"
    assert problem.parameters["file"] == tmp_path / "spot-tui.toml"
    assert problem.exit_code == 2


def test_an_unknown_key_is_told_before_the_one_that_is_missing_for_it(tmp_path: Path) -> None:
    problem = refusal(tmp_path, PROFILE.replace("client_id =", "client_ident ="))
    assert problem.parameters["key"] == "profiles.clinic.identity.client_ident"


@pytest.mark.parametrize(
    ("right", "wrong", "key"),
    [
        ("1234567893", "1234567890", "profiles.clinic.providers.0.npi"),
        (
            "https://identity.example/oauth2",
            "http://identity.example/oauth2",
            "profiles.clinic.identity.issuer",
        ),
        ('client_id = "native"', 'client_id = ""', "profiles.clinic.identity.client_id"),
        ("[profiles.clinic]\n", '[profiles.clinic]\nzone = "Mars/Olympus"\n', "profiles.clinic.zone"),
        (
            "[profiles.clinic]\n",
            "[profiles.clinic]\nrules.months_back = -1\n",
            "profiles.clinic.rules.months_back",
        ),
    ],
)
def test_a_bad_value_is_named_with_its_key(tmp_path: Path, right: str, wrong: str, key: str) -> None:
    problem = refusal(tmp_path, PROFILE.replace(right, wrong))
    assert (problem.code, problem.parameters["key"]) == ("settings.invalid", key)


def test_practice_addresses_belong_to_practice_only(tmp_path: Path) -> None:
    text = PROFILE + 'practice_passcode_url = "https://identity.example/passcode"\n'
    assert refusal(tmp_path, text).code == "settings.invalid"


@pytest.mark.parametrize("text", ["profiles = [", "\udcff", "= 3"])
def test_a_file_that_is_no_toml_is_unreadable(tmp_path: Path, text: str) -> None:
    file = tmp_path / "spot-tui.toml"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(Problem) as caught:
        settings.load(file)
    assert caught.value.code == "settings.unreadable"


def test_a_missing_file_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        settings.load(tmp_path / "none.toml")
    assert caught.value.code == "settings.unreadable"


def test_an_unknown_profile_lists_those_there_are() -> None:
    with pytest.raises(Problem) as caught:
        settings.choose_profile(settings.load(None), "clinic")
    assert caught.value.parameters["known"] == "practice"


def test_the_file_named_on_the_command_line_wins_over_the_environment(tmp_path: Path) -> None:
    environment = {"SPOT_TUI_CONFIG": str(tmp_path / "environment.toml")}
    assert config_path(tmp_path / "line.toml", environment) == tmp_path / "line.toml"
    assert config_path(None, environment) == tmp_path / "environment.toml"


DISPLAY = """[display]
language = "es"
colours = "16"
theme = "monochrome"
characters = "ascii"
driver = "textual"
"""
DESK = '[profiles.clinic.help_desk]\nname = "Our Desk"\nphone = "904-555-0100"\n'


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("", "practice"),
        (DISPLAY, "practice"),
        (PROFILE, "clinic"),
        (PROFILE, "practice"),
        (DISPLAY + PROFILE + DESK, "clinic"),
        (PROFILE + "[profiles.clinic.kiosk]\nenabled = true\n", "clinic"),
        (PROFILE + "[profiles.clinic.kiosk]\nenabled = true\nmay_leave = true\n", "clinic"),
        (PROFILE.replace("[[", 'environment = "practice"\n[[', 1), "clinic"),
    ],
)
def test_the_first_look_is_what_the_judged_settings_say(tmp_path: Path, text: str, name: str) -> None:
    file = written(tmp_path, text)
    judged = settings.load(file)
    assert first_look(file, name) == settings.look_of(judged.profiles[name], judged.display)


@pytest.mark.parametrize(("text", "code"), [("no toml", "settings.unreadable"), ("", "settings.profile")])
def test_the_first_look_refuses_what_it_cannot_find(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(Problem) as caught:
        first_look(written(tmp_path, text), "nowhere")
    assert caught.value.code == code


def test_without_a_file_the_first_look_is_the_practice_profile() -> None:
    assert first_look(None, "practice") == settings.look_of(settings.practice_profile())


@pytest.mark.parametrize("text", ["display = 3", "[display]\nlanguage = 4", "profiles = []"])
def test_the_first_look_leaves_out_what_the_judgement_will_refuse(tmp_path: Path, text: str) -> None:
    assert first_look(written(tmp_path, text), "practice") == first_look(None, "practice")
    refusal(tmp_path, text)


def test_the_store_of_a_profile_can_be_moved(tmp_path: Path) -> None:
    text = PROFILE.replace("[profiles.clinic]\n", f'[profiles.clinic]\nstore = "{tmp_path}"\n')
    profile = settings.load(written(tmp_path, text)).profiles["clinic"]
    assert settings.store_folder("clinic", profile) == tmp_path


GUIDE = Path(__file__).parent.parent / "docs" / "upstreams.md"
BLOCKS = re.findall(r"```toml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)


def test_the_guide_to_upstreams_shows_each_of_them() -> None:
    shown = "\n".join(BLOCKS)
    assert len(BLOCKS) == 6
    for words in ("signing]", "client_certificate", "username", "device_grant", "gateway]", "mbi_lookup]"):
        assert words in shown


def _begun(block: str) -> str:
    """Return the block whose profile this one goes on with, if it begins none."""
    name = re.findall(r"\[profiles\.([\w-]+)", block)[0]
    head = f"[profiles.{name}]"
    return "" if head in block else next(each for each in BLOCKS if head in each)


@pytest.mark.parametrize("block", BLOCKS)
def test_every_profile_of_the_guide_to_upstreams_holds(tmp_path: Path, block: str) -> None:
    loaded = settings.load(written(tmp_path, _begun(block) + block))
    (name,) = set(loaded.profiles) - {"practice"}
    assert loaded.profiles[name].environment == "production"


CORE = """
[profiles.clinic.eligibility]
url = "https://core.example/soap"
sender_id = "SUBMITTER"
"""


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ('envelope = "mime"\nsigning = { certificate = "a", key = "b" }', ""),
        ('signing = { certificate = "a" }', "signing.key"),
        ('signing = { certificate = "a", key = "b", parts = [] }', "signing.parts"),
        ('trust = { client_key = "a" }', "trust"),
        ('trust = { proxy = "http://name:word@proxy.example:3128" }', "trust.proxy"),
        ('trust = { proxy = "socks5://proxy.example" }', "trust.proxy"),
        ('trust = { proxy = "http://proxy.example/path" }', "trust.proxy"),
    ],
)
def test_what_cannot_be_done_with_an_upstream_is_refused(tmp_path: Path, more: str, key: str) -> None:
    problem = refusal(tmp_path, PROFILE + CORE + more)
    named = ".".join(filter(None, ("profiles.clinic.eligibility", key)))
    assert (problem.code, problem.parameters["key"]) == ("settings.invalid", named)


def test_a_proxy_may_be_plain_http_since_tls_goes_through_it(tmp_path: Path) -> None:
    text = PROFILE + CORE + 'trust = { proxy = "http://proxy.example:3128/" }'
    upstream = settings.load(written(tmp_path, text)).profiles["clinic"].eligibility
    assert upstream is not None
    assert upstream.trust.proxy == "http://proxy.example:3128"


@pytest.mark.parametrize(
    ("variable", "by_settings", "language"),
    [
        ({}, "en", "en"),
        ({"SPOT_TUI_LANGUAGE": "es"}, "en", "es"),
        ({"SPOT_TUI_LANGUAGE": "en"}, "es", "en"),
        ({"SPOT_TUI_LANGUAGE": "xx"}, "es", "es"),
        ({}, "not one", "en"),
    ],
)
def test_a_variable_goes_before_the_language_of_the_settings(
    variable: dict[str, str], by_settings: str, language: str
) -> None:
    assert chosen_language(by_settings, variable) == language
