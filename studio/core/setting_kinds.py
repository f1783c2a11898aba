"""The kinds of settings: what each allows, and the value that a text or number stands for."""

from __future__ import annotations

import msgspec

from studio.core.errors import UsageError
from studio.core.scenarios import parse_scenario, refuse_mixed
from studio.core.targets import parse_target
from studio.core.value_kinds import ChoiceValue, FloatValue, IntValue, Value

SettingValue = Value


class ChoiceSetting(ChoiceValue, frozen=True, kw_only=True, tag="choice"):
    """``titles``: what is shown for each of ``choices``, in their order."""

    key: str
    titles: tuple[str, ...]


class IntSetting(IntValue, frozen=True, kw_only=True, tag="int"):
    key: str


class FloatSetting(FloatValue, frozen=True, kw_only=True, tag="float"):
    key: str


class FolderSetting(msgspec.Struct, frozen=True, kw_only=True, tag="folder"):
    """A folder's path; "" stands for the system's usual place."""

    key: str
    title: str
    help: str
    default: str = ""

    @property
    def allowed(self) -> str:
        return "a folder, or nothing for the usual place"

    def parse(self, value: SettingValue) -> str:
        """The value meant by ``value``; raises ValueError where it is none."""
        if not isinstance(value, str) or "\0" in value:
            raise ValueError(value)
        return value.strip()


class TargetsSetting(msgspec.Struct, frozen=True, kw_only=True, tag="targets"):
    """One or several targets as the command line's ``--target`` names them, separated by spaces."""

    key: str
    title: str
    help: str
    default: str

    @property
    def allowed(self) -> str:
        return "ID[:k=v,...], separated by spaces"

    def parse(self, value: SettingValue) -> str:
        """The targets meant by ``value``, each once, without what is at its default.

        Raises ValueError where one of them is none, or there is none at all.
        """
        if not isinstance(value, str) or not value.strip():
            raise ValueError(value)
        try:
            texts = [parse_target(text).text for text in value.split()]
        except UsageError as error:
            raise ValueError(str(error)) from None
        return " ".join(dict.fromkeys(texts))


class ScenariosSetting(msgspec.Struct, frozen=True, kw_only=True, tag="scenarios"):
    """One or several scenarios as ``--scenario`` names them, separated by spaces."""

    key: str
    title: str
    help: str
    default: str

    @property
    def allowed(self) -> str:
        return "ID[:k=v,...], separated by spaces, server not beside another one"

    def parse(self, value: SettingValue) -> str:
        """The scenarios meant by ``value``, each once, without what is at its default.

        Raises ValueError where one of them is none, they cannot be measured together, or there is
        none at all.
        """
        if not isinstance(value, str) or not value.strip():
            raise ValueError(value)
        try:
            found = [parse_scenario(text) for text in value.split()]
            refuse_mixed(found)
        except UsageError as error:
            raise ValueError(str(error)) from None
        return " ".join(dict.fromkeys(scenario.text for scenario in found))


Setting = (
    ChoiceSetting | IntSetting | FloatSetting | FolderSetting | TargetsSetting | ScenariosSetting
)
