"""Which variant a file is: the name and color under which pages show it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePath

from studio.core.arms import pair_up
from studio.core.file_names import repeated, told_apart
from studio.core.lookup import format_of, path_key
from studio.core.measure_requests import BenchmarkRequest
from studio.core.session import Model, Run, Session, Variant
from studio.core.targets import Arm
from studio.ui.selection import Selection
from studio.ui.texts import scenario_names, target_names


@dataclass(frozen=True)
class Subject:
    """A model's own file (``variant`` None) or one of its variants."""

    model: Model
    variant: Variant | None = None

    @property
    def name(self) -> str:
        return self.variant.name if self.variant else self.model.name

    @property
    def color(self) -> int:
        return self.variant.color if self.variant else self.model.color

    @property
    def path(self) -> str:
        return self.variant.artifact if self.variant else self.model.path


@dataclass(frozen=True)
class FileName:
    """A file as plots and tables call it. ``color`` is -1 for one that the session lost.

    ``shade``: which of several lines of the same color it is.
    """

    name: str
    color: int
    shade: int = 0


def subjects(session: Session, selection: Selection) -> list[Subject]:
    """What a page that shows several things together shows, in the tree's order.

    The selected variants; with none selected, the selected model and all of its variants.
    """
    wanted = set(selection.variant_ids)
    if wanted:
        return [
            Subject(model, variant)
            for model in session.models
            for variant in model.variants
            if variant.id in wanted
        ]
    model = session.model(selection.model_id)
    if model is None:
        return []
    return [Subject(model), *(Subject(model, variant) for variant in model.variants)]


def subjects_of_models(
    session: Session, selection: Selection, fits: Callable[[Subject], bool]
) -> list[Subject]:
    """All that fit of the models of which anything is selected that does."""
    chosen = [one for one in subjects(session, selection) if fits(one)]
    return [
        one
        for model_id in dict.fromkeys(one.model.id for one in chosen)
        for one in subjects(session, Selection(model_id))
        if fits(one)
    ]


def subject_of(session: Session, selection: Selection) -> Subject | None:
    """What a page that shows one thing shows: the first selected variant, else the model."""
    found = subjects(session, selection)
    return found[0] if found else None


def pair_of(session: Session, selection: Selection) -> tuple[Subject, Subject] | None:
    """Two to be compared: the first two of what is selected, or a variant and its model."""
    models = [Subject(model) for model in session.models if model.id in selection.model_ids]
    variants = subjects(session, selection) if selection.variant_ids else []
    found = [*models, *variants]
    if len(found) == 1 and found[0].variant is not None:
        found.insert(0, Subject(found[0].model))
    return (found[0], found[1]) if len(found) > 1 else None


def find_file(session: Session, path: str, sha256: str = "") -> Subject | None:
    """The variant or model that ``path`` (or, moved, ``sha256``) belongs to."""
    return FileIndex(session).find(path, sha256)


class FileIndex:
    """The files of a session, to look many up: paths are compared in full only where they differ.

    A file is found by its path as written, else as it is when made normal, else by its hash.
    """

    def __init__(self, session: Session) -> None:
        self._everything = [
            subject
            for model in session.models
            for subject in (*(Subject(model, item) for item in model.variants), Subject(model))
        ]
        self._by_path: dict[str, Subject] = {}
        self._by_hash: dict[str, Subject] = {}
        for subject in self._everything:
            self._by_path.setdefault(subject.path, subject)
            if subject.variant is not None:
                self._by_hash.setdefault(subject.variant.sha256, subject)

    @cached_property
    def _by_key(self) -> dict[str, Subject]:
        found: dict[str, Subject] = {}
        for subject in self._everything:
            found.setdefault(path_key(subject.path), subject)
        return found

    def find(self, path: str, sha256: str = "") -> Subject | None:
        subject = self._by_path.get(path) or self._by_key.get(path_key(path))
        return subject or (self._by_hash.get(sha256) if sha256 else None)


def hash_of(subject: Subject) -> str:
    """The SHA-256 of a subject's file; "" where it is not known."""
    if subject.variant is not None:
        return subject.variant.sha256
    return subject.model.info.sha256 if subject.model.info else ""


def arm_names(
    session: Session, arms: Sequence[Arm], hashes: tuple[str, ...] = ()
) -> tuple[FileName, ...]:
    """Names of the arms of a run: of their files, and by target and scenario where these differ."""
    files = names_of(session, tuple(arm.file for arm in arms), hashes)
    different = {arm.target.text: arm.target for arm in arms}
    short = dict(zip(different, target_names(tuple(different.values())), strict=True))
    ways = {arm.scenario.text: arm.scenario for arm in arms}
    way = dict(zip(ways, scenario_names(tuple(ways.values())), strict=True))
    names, seen = [], Counter[str]()
    for arm, found in zip(arms, files, strict=True):
        parts = (found.name, short[arm.target.text], way[arm.scenario.text])
        name = " · ".join(filter(None, parts))
        names.append(FileName(name, found.color, seen[arm.file]))
        seen[arm.file] += 1
    return tuple(names)


def arms_of(run: Run) -> tuple[Arm, ...]:
    """The arms of a run that has ended, in the order of its measurements."""
    return tuple(
        Arm(file=one.file, target=one.target, scenario=one.scenario)
        for one in run.result.measurements
    )


def arms_to_be(session: Session, request: BenchmarkRequest) -> tuple[Arm, ...]:
    """The arms of a measurement under way."""
    formats = [format_of(session, file) for file in request.files]
    return pair_up(request.files, formats, request.targets, request.scenarios)


def names_of(
    session: Session, files: tuple[str, ...], hashes: tuple[str, ...] = ()
) -> tuple[FileName, ...]:
    """Names of the files of a run; of several models they are told apart by the model's name, and
    those of one name by the folders that they are in.

    ``hashes``: the SHA-256 of each file as measured, by which one that has moved is found.
    """
    known = hashes if len(hashes) == len(files) else ("",) * len(files)
    index = FileIndex(session)
    found = [index.find(path, sha) for path, sha in zip(files, known, strict=True)]
    models = {subject.model.id for subject in found if subject is not None}
    names = []
    for path, subject in zip(files, found, strict=True):
        if subject is None:
            names.append(FileName(PurePath(path).stem, -1))
        elif len(models) > 1 and subject.variant is not None:
            names.append(FileName(f"{subject.model.name} · {subject.name}", subject.color))
        else:
            names.append(FileName(subject.name, subject.color))
    same = repeated([one.name for one in names])
    apart = told_apart(files)
    return tuple(
        replace(one, name=f"{one.name} · {folder}") if one.name in same and folder else one
        for one, folder in zip(names, (str(PurePath(one).parent) for one in apart), strict=True)
    )
