"""Settings: one declarative entry each; the dialog, validation and documentation derive from it.

``Settings`` is the frozen value that the program passes around. A new setting is one entry here
and one field with that entry's default.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from studio.core.errors import UsageError
from studio.core.messages.marking import mark
from studio.core.scenarios import DEFAULT_SCENARIO, Scenario, parse_scenario
from studio.core.setting_kinds import (
    ChoiceSetting,
    FloatSetting,
    FolderSetting,
    IntSetting,
    ScenariosSetting,
    Setting,
    SettingValue,
    TargetsSetting,
)
from studio.core.targets import DEFAULT_TARGET, Target, parse_target

THEME = ChoiceSetting(
    key="theme",
    title=mark("Theme"),
    help=mark("Light or dark colors; “System” follows the desktop."),
    default="system",
    choices=("system", "light", "dark"),
    titles=(mark("System"), mark("Light"), mark("Dark")),
)
LANGUAGE = ChoiceSetting(
    key="language",
    title=mark("Language"),
    help=mark("Language of the window; “System” follows the desktop. Needs a restart."),
    default="system",
    choices=("system", "en", "zh"),
    titles=(mark("System"), "English", "中文"),
)
TARGETS = TargetsSetting(
    key="targets",
    title=mark("Targets"),
    help=mark("Where and how variants are measured, unless chosen otherwise."),
    default=DEFAULT_TARGET,
)
SCENARIOS = ScenariosSetting(
    key="scenarios",
    title=mark("Scenarios"),
    help=mark("In which way samples come to the model, unless chosen otherwise."),
    default=DEFAULT_SCENARIO,
)
BENCHMARK_MODE = ChoiceSetting(
    key="benchmark_mode",
    title=mark("Measure"),
    help=mark(
        "For a short time in fresh processes, or sustained: minutes in one process without a pause."
    ),
    default="short",
    choices=("short", "sustained"),
    titles=(mark("Short"), mark("Sustained")),
)
BENCHMARK_INPUTS = ChoiceSetting(
    key="benchmark_inputs",
    title=mark("Inputs measured with"),
    help=mark(
        "Random values, or the model's own data (evaluation data, else calibration data), "
        "pre-processed as declared for it. The command line has --data for that."
    ),
    default="random",
    choices=("random", "data"),
    titles=(mark("Random inputs"), mark("The model's data")),
)
BENCHMARK_SECONDS = FloatSetting(
    key="benchmark_seconds",
    title=mark("Measuring time"),
    help=mark("How long all variants together are measured, start-up excluded."),
    default=10.0,
    minimum=0.5,
    maximum=3600.0,
    unit="s",
)
SUSTAINED_MINUTES = FloatSetting(
    key="sustained_minutes",
    title=mark("Sustained time"),
    help=mark("How long a sustained measurement takes, which shows whether latency grows."),
    default=5.0,
    minimum=0.1,
    maximum=600.0,
    unit="min",
)
WARMUP_RUNS = IntSetting(
    key="warmup_runs",
    title=mark("Warm-up runs"),
    help=mark("Runs of each variant in each process that are not counted."),
    default=5,
    minimum=0,
    maximum=10_000,
)
THRESHOLD = FloatSetting(
    key="threshold",
    title=mark("Threshold"),
    help=mark("Differences in latency up to this do not matter: such variants are equivalent."),
    default=3.0,
    minimum=0.1,
    maximum=100.0,
    unit="%",
)
DOUBTFUL_DATA = ChoiceSetting(
    key="doubtful_data",
    title=mark("Doubtful data"),
    help=mark(
        "What converting does where the data doctor warns of its data: go on and say so, or end "
        "before anything is made."
    ),
    default="warn",
    choices=("warn", "stop"),
    titles=(mark("Convert and warn"), mark("Do not convert")),
)
CACHE_LIMIT_MB = IntSetting(
    key="cache_limit_mb",
    title=mark("Cache limit"),
    help=mark("How much disk the cached float models may take; the longest unused go first."),
    default=5000,
    minimum=0,
    maximum=10_000_000,
    unit="MB",
)
CHILD_MEMORY_LIMIT_MB = IntSetting(
    key="child_memory_limit_mb",
    title=mark("Memory limit"),
    help=mark("A conversion that takes more memory is ended. 0 = 80 % of this machine's memory."),
    default=0,
    minimum=0,
    maximum=100_000_000,
    unit="MB",
)
HANG_SECONDS = IntSetting(
    key="hang_seconds",
    title=mark("Hang limit"),
    help=mark("A job that has used no processor time for so long is taken for hanging and ended."),
    default=60,
    minimum=5,
    maximum=86_400,
    unit="s",
)
NOTIFY_AFTER_SECONDS = IntSetting(
    key="notify_after_seconds",
    title=mark("Notify after"),
    help=mark("A job that took longer than this says so when it ends while you are elsewhere."),
    default=10,
    minimum=0,
    maximum=86_400,
    unit="s",
)
DATA_DIR = FolderSetting(
    key="data_dir",
    title=mark("Data folder"),
    help=mark("Where sessions, artifacts and the history lie. Takes effect after a restart."),
)
ONNX_ENVIRONMENT = FolderSetting(
    key="onnx_environment",
    title=mark("ONNX converter"),
    help=mark(
        "The Python environment in which onnx2tf is installed. Empty: the one that Studio makes, "
        "or what is on the search path."
    ),
)

SETTING_GROUPS: tuple[tuple[str, tuple[Setting, ...]], ...] = (
    (mark("Window"), (THEME, LANGUAGE, NOTIFY_AFTER_SECONDS)),
    (
        mark("Measuring"),
        (
            TARGETS,
            SCENARIOS,
            BENCHMARK_MODE,
            BENCHMARK_INPUTS,
            BENCHMARK_SECONDS,
            SUSTAINED_MINUTES,
            WARMUP_RUNS,
            THRESHOLD,
        ),
    ),
    (mark("Converting"), (DOUBTFUL_DATA, CHILD_MEMORY_LIMIT_MB, HANG_SECONDS, ONNX_ENVIRONMENT)),
    (mark("Storage"), (DATA_DIR, CACHE_LIMIT_MB)),
)
"""Title, marked for translation, and the settings of each group."""

SETTINGS: tuple[Setting, ...] = tuple(entry for _, group in SETTING_GROUPS for entry in group)


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """The settings in force; fields are the keys of :data:`SETTINGS`."""

    theme: str = THEME.default
    language: str = LANGUAGE.default
    targets: str = TARGETS.default
    scenarios: str = SCENARIOS.default
    benchmark_mode: str = BENCHMARK_MODE.default
    benchmark_inputs: str = BENCHMARK_INPUTS.default
    benchmark_seconds: float = BENCHMARK_SECONDS.default
    sustained_minutes: float = SUSTAINED_MINUTES.default
    warmup_runs: int = WARMUP_RUNS.default
    threshold: float = THRESHOLD.default
    doubtful_data: str = DOUBTFUL_DATA.default
    cache_limit_mb: int = CACHE_LIMIT_MB.default
    child_memory_limit_mb: int = CHILD_MEMORY_LIMIT_MB.default
    hang_seconds: int = HANG_SECONDS.default
    notify_after_seconds: int = NOTIFY_AFTER_SECONDS.default
    onnx_environment: str = ONNX_ENVIRONMENT.default
    data_dir: str = DATA_DIR.default


def default_targets(settings: Settings) -> tuple[Target, ...]:
    """What a measurement runs on unless told otherwise."""
    return tuple(map(parse_target, settings.targets.split()))


def default_scenarios(settings: Settings) -> tuple[Scenario, ...]:
    """In which scenarios is measured unless told otherwise."""
    return tuple(map(parse_scenario, settings.scenarios.split()))


def stops_on_doubt(settings: Settings) -> bool:
    """Whether data that the doctor warns of end a conversion."""
    return settings.doubtful_data == "stop"


def default_threshold(settings: Settings) -> float:
    """The practical threshold of comparisons as a share: 0.03 = 3 %."""
    return settings.threshold / 100


def setting(key: str) -> Setting:
    """The entry of ``key``. Raises UsageError: setting-unknown."""
    for entry in SETTINGS:
        if entry.key == key:
            return entry
    raise UsageError("setting-unknown", key=key, known=", ".join(item.key for item in SETTINGS))


def parse(key: str, value: SettingValue) -> SettingValue:
    """``value`` (text of the command line, or a value of JSON) as the setting's own type.

    Raises UsageError: setting-unknown, setting-invalid.
    """
    entry = setting(key)
    try:
        return entry.parse(value)
    except (TypeError, ValueError, OverflowError):
        raise UsageError("setting-invalid", key=key, value=value, allowed=entry.allowed) from None


def with_value(settings: Settings, key: str, value: SettingValue) -> Settings:
    """``settings`` with one of them changed. Raises UsageError: setting-unknown, -invalid."""
    return msgspec.structs.replace(settings, **{key: parse(key, value)})


def from_mapping(values: Mapping[str, SettingValue]) -> tuple[Settings, tuple[UsageError, ...]]:
    """Settings out of stored ``values``: what is unknown or invalid stays at its default.

    A damaged settings file must not keep the program from starting; the errors say what was
    left out.
    """
    settings = Settings()
    errors: list[UsageError] = []
    for key, value in values.items():
        try:
            settings = with_value(settings, key, value)
        except UsageError as error:
            errors.append(error)
    return settings, tuple(errors)


def to_mapping(settings: Settings) -> dict[str, SettingValue]:
    """Only what differs from the defaults, so that a later default reaches everybody."""
    return {
        entry.key: getattr(settings, entry.key)
        for entry in SETTINGS
        if getattr(settings, entry.key) != entry.default
    }
