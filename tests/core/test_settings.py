"""The table of settings and the struct agree; bad values are refused, bad files survive."""

import msgspec
import pytest

from studio.core import settings as s
from studio.core.errors import UsageError
from studio.core.setting_kinds import ChoiceSetting, Setting, SettingValue


def test_each_entry_is_a_field_with_its_default() -> None:
    defaults = msgspec.structs.asdict(s.Settings())
    assert defaults == {entry.key: entry.default for entry in s.SETTINGS}


@pytest.mark.parametrize("entry", s.SETTINGS, ids=lambda entry: entry.key)
def test_each_default_is_allowed_and_explained(entry: Setting) -> None:
    assert s.parse(entry.key, entry.default) == entry.default
    assert entry.title
    assert entry.help.endswith(".")
    assert entry.allowed


def test_choices_have_titles() -> None:
    for entry in s.SETTINGS:
        if isinstance(entry, ChoiceSetting):
            assert len(entry.choices) == len(entry.titles)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("theme", "purple"),
        ("warmup_runs", -1),
        ("warmup_runs", "many"),
        ("warmup_runs", True),
        ("warmup_runs", 1.5),
        ("targets", ""),
        ("targets", 3),
        ("targets", "litert-cpu abacus"),
        ("benchmark_seconds", "nan"),
        ("benchmark_seconds", float("inf")),
        ("data_dir", "a\0b"),
    ],
)
def test_invalid_values_are_refused(key: str, value: SettingValue) -> None:
    with pytest.raises(UsageError) as caught:
        s.with_value(s.Settings(), key, value)
    assert caught.value.code == "setting-invalid"


def test_text_becomes_the_settings_type() -> None:
    changed = s.with_value(s.Settings(), "warmup_runs", "4")
    assert changed.warmup_runs == 4
    assert s.with_value(changed, "benchmark_seconds", "2").benchmark_seconds == 2.0


def test_targets_are_each_named_once_and_shortly() -> None:
    text = " litert-cpu:threads=2  litert-cpu:threads=1 litert-cpu:threads=2"
    changed = s.with_value(s.Settings(), "targets", text)
    assert changed.targets == "litert-cpu:threads=2 litert-cpu"
    assert [one.threads for one in s.default_targets(changed)] == [2, 1]


def test_unknown_key_names_the_known_ones() -> None:
    with pytest.raises(UsageError) as caught:
        s.parse("colour", "red")
    assert "theme" in caught.value.params["known"]


def test_a_stored_mapping_keeps_what_is_valid() -> None:
    settings, errors = s.from_mapping({"warmup_runs": 3, "theme": "purple", "gone": 1})
    assert settings == s.with_value(s.Settings(), "warmup_runs", 3)
    assert [error.code for error in errors] == ["setting-invalid", "setting-unknown"]


def test_only_changes_are_stored() -> None:
    changed = s.with_value(s.Settings(), "language", "zh")
    assert s.to_mapping(changed) == {"language": "zh"}
    assert s.from_mapping(s.to_mapping(changed)) == (changed, ())
