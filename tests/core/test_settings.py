"""The table of settings and the struct agree; bad values are refused, bad files survive."""

import msgspec
import pytest

from studio.core import settings as s
from studio.core.errors import UsageError


def test_each_entry_is_a_field_with_its_default() -> None:
    defaults = msgspec.structs.asdict(s.Settings())
    assert defaults == {entry.key: entry.default for entry in s.SETTINGS}


@pytest.mark.parametrize("entry", s.SETTINGS, ids=lambda entry: entry.key)
def test_each_default_is_allowed_and_explained(entry: s.Setting) -> None:
    assert s.parse(entry.key, entry.default) == entry.default
    assert entry.title
    assert entry.help.endswith(".")
    assert entry.allowed


def test_choices_have_titles() -> None:
    for entry in s.SETTINGS:
        if isinstance(entry, s.ChoiceSetting):
            assert len(entry.choices) == len(entry.titles)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("theme", "purple"),
        ("threads", 0),
        ("threads", "many"),
        ("threads", True),
        ("threads", 1.5),
        ("benchmark_seconds", "nan"),
        ("benchmark_seconds", float("inf")),
        ("data_dir", "a\0b"),
    ],
)
def test_invalid_values_are_refused(key: str, value: s.SettingValue) -> None:
    with pytest.raises(UsageError) as caught:
        s.with_value(s.Settings(), key, value)
    assert caught.value.code == "setting-invalid"


def test_text_becomes_the_settings_type() -> None:
    changed = s.with_value(s.Settings(), "threads", "4")
    assert changed.threads == 4
    assert s.with_value(changed, "benchmark_seconds", "2").benchmark_seconds == 2.0


def test_unknown_key_names_the_known_ones() -> None:
    with pytest.raises(UsageError) as caught:
        s.parse("colour", "red")
    assert "theme" in caught.value.params["known"]


def test_a_stored_mapping_keeps_what_is_valid() -> None:
    settings, errors = s.from_mapping({"threads": 3, "theme": "purple", "gone": 1})
    assert settings == s.with_value(s.Settings(), "threads", 3)
    assert [error.code for error in errors] == ["setting-invalid", "setting-unknown"]


def test_only_changes_are_stored() -> None:
    changed = s.with_value(s.Settings(), "language", "zh")
    assert s.to_mapping(changed) == {"language": "zh"}
    assert s.from_mapping(s.to_mapping(changed)) == (changed, ())
