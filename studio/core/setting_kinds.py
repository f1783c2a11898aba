"""The kinds of settings: what each allows, and the value that a text or number stands for."""

from __future__ import annotations

import msgspec

from studio.core.errors import UsageError
from studio.core.scenarios import parse_scenario, refuse_mixed
from studio.core.targets import parse_target

SettingValue = int | float | str


class ChoiceSetting(msgspec.Struct, frozen=True, kw_only=True, tag="choice"):
    """One of a few values. ``titles``: what is shown for each, in the order of ``choices``."""

    key: str
    title: str
    help: str
    default: str
    choices: tuple[str, ...]
    titles: tuple[str, ...]

    @property
    def allowed(self) -> str:
        return ", ".join(self.choices)

    def parse(self, value: SettingValue) -> str:
        """The value meant by ``value``; raises ValueError where it is none."""
        if value not in self.choices:
            raise ValueError(value)
        return str(value)


class IntSetting(msgspec.Struct, frozen=True, kw_only=True, tag="int"):
    """An integer in [minimum, maximum]. ``unit`` is shown behind the number."""

    key: str
    title: str
    help: str
    default: int
    minimum: int
    maximum: int
    unit: str = ""

    @property
    def allowed(self) -> str:
        return f"{self.minimum} to {self.maximum}"

    def parse(self, value: SettingValue) -> int:
        """The value meant by ``value``; raises ValueError where it is none."""
        if isinstance(value, bool) or (isinstance(value, float) and not value.is_integer()):
            raise ValueError(value)
        number = int(value)
        if not self.minimum <= number <= self.maximum:
            raise ValueError(value)
        return number


class FloatSetting(msgspec.Struct, frozen=True, kw_only=True, tag="float"):
    """A number in [minimum, maximum]. ``unit`` is shown behind the number."""

    key: str
    title: str
    help: str
    default: float
    minimum: float
    maximum: float
    unit: str = ""

    @property
    def allowed(self) -> str:
        return f"{self.minimum:g} to {self.maximum:g}"

    def parse(self, value: SettingValue) -> float:
        """The value meant by ``value``; raises ValueError where it is none (NaN too)."""
        if isinstance(value, bool):
            raise ValueError(value)
        number = float(value)
        if not self.minimum <= number <= self.maximum:
            raise ValueError(value)
        return number


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
