"""The report: one HTML file that needs nothing else, neither network nor scripts.

It states what was measured, under which conditions, from which recipes, with intervals. Which of
two variants takes less time only the verdicts say, never two intervals side by side.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from studio import __version__
from studio.core.messages.marking import Translate, mark, untranslated
from studio.core.sample_file import BlockRecord
from studio.core.session import Agreement, Fix, Model, Run, Session
from studio.history.atomic import write_bytes
from studio.report import sections
from studio.report.agreements import agreements
from studio.report.comparison import comparison_rows, models_of
from studio.report.comparison_table import comparison
from studio.report.evaluations import evaluations
from studio.report.fixes import fixes as fixes_section
from studio.report.samples import blocks_of, raw_samples
from studio.report.style import style_sheet
from studio.report.sustained import sustained
from studio.report.verdicts import verdicts

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def write_report(
    path: Path,
    subject: Session | Model,
    run: Run | None,
    blocks: Iterable[BlockRecord] | None = None,
    translate: Translate = untranslated,
    fixes: Sequence[Fix] = (),
    agreed: Iterable[Agreement] = (),
) -> None:
    """Write the report on ``subject`` (one model, or a session) and ``run`` to ``path``.

    ``blocks``: the run's raw samples (``History.samples``); left out, they are read from the run's
    sample file where that still exists. ``fixes``: searches for ops to keep, of which those of the
    subject's variants are shown. Raises StorageError: file-not-written.
    """
    write_bytes(path, report_html(subject, run, blocks, translate, fixes, agreed).encode("utf-8"))


def report_html(
    subject: Session | Model,
    run: Run | None,
    blocks: Iterable[BlockRecord] | None = None,
    translate: Translate = untranslated,
    fixes: Sequence[Fix] = (),
    agreed: Iterable[Agreement] = (),
) -> str:
    """The page as text; see :func:`write_report`."""
    t = translate
    if isinstance(subject, Session):
        agreed = subject.agreements
    if blocks is None:
        blocks = blocks_of(run) if run is not None else ()
    samples = raw_samples(blocks)
    rows = comparison_rows(subject, run)
    models = models_of(subject)
    title = ", ".join(model.name for model in models) or t(mark("Measurement"))
    parts = [
        f"<h1>{escape(title)}</h1>",
        f'<p class="quiet">{_made(t)}</p>',
        *(sections.model_facts(model, t) for model in models),
        comparison(rows, t),
        sections.in_words(subject, run, t),
        verdicts(rows, run, t),
        sections.conditions(run, t),
        sections.latency(rows, run, samples, t),
        sustained(rows, run, t),
        sections.checks(rows, t),
        evaluations(rows, t),
        fixes_section(fixes, models, t),
        agreements(rows, agreed, t),
        sections.recipes(rows, t),
        sections.versions(rows, run, t),
        f"<footer>{escape(t(_FOOTER))}</footer>",
    ]
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(t(mark('Studio report')))}: {escape(title)}</title>"
        f"<style>{style_sheet()}</style></head>"
        f"<body><main>{''.join(parts)}</main></body></html>\n"
    )


_FOOTER = mark(
    "All intervals are 95 %. Latencies hold for this machine under these conditions; an interval "
    "tells how far the number would move if the same measurement were made again, not whether two "
    "variants differ. “unknown” means that it was not measured or cannot be known here."
)


def _made(t: Translate) -> str:
    when = time.strftime("%Y-%m-%d %H:%M")
    return escape(
        t(mark("Made by Studio {version} on {when}")).format(version=__version__, when=when)
    )
