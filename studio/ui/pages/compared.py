"""The comparisons of runs that have ended, against any baseline that is asked for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from studio.core.comparisons import Comparison
from studio.core.errors import ErrorInfo
from studio.core.session import Run
from studio.ui.context import UiContext
from studio.ui.pages.latency_samples import read_run
from studio.ui.pages.naming import arms_of
from studio.ui.worker import run_in_background

Comparisons = tuple[Comparison, ...]


class ComparedRuns:
    """A run brings those against its own baseline; others are worked out of its raw samples, by the
    same rule. ``on_known`` is called when such have become known; ``owner``: see PastRuns.
    """

    def __init__(self, owner: QObject, context: UiContext, on_known: Callable[[], None]) -> None:
        self._owner, self._context, self._on_known = owner, context, on_known
        self._found: dict[tuple[str, int], Comparisons] = {}

    def of(self, run: Run, baseline: int) -> Comparisons | None:
        """Each other arm against ``baseline``; None = not known yet. () where a run has none."""
        own = run.result.comparisons
        if not own or own[0].baseline == baseline:
            return own
        key = (run.id, baseline)
        if key not in self._found:
            self._found[key] = ()
            self._ask(run, baseline)
        return self._found[key] or None

    def _ask(self, run: Run, baseline: int) -> None:
        stored, request = self._context.history.samples, run.request

        def work() -> Comparisons:
            from studio.stats.compare import compare
            from studio.stats.raw_samples import rows_by_arm

            rows = rows_by_arm(read_run(run, stored))
            return compare(
                arms_of(run), rows, baseline, request.threshold, run.result.seconds, request.seed
            )

        def take(found: Comparisons) -> None:
            self._found[run.id, baseline] = found
            self._on_known()

        run_in_background(self._owner, work, take, self._on_failed)

    def _on_failed(self, error: ErrorInfo) -> None:
        """The samples are gone: what is shown stays without verdicts, and the page says so."""
        del error
