"""The sections of the report, each a function from rows to HTML."""

from __future__ import annotations

import time
from html import escape

import msgspec

from studio.core.claims import sentence, variant_claims
from studio.core.conditions_table import conditions_table
from studio.core.incidents import incident_texts
from studio.core.measured_inputs import declared_text, inputs_text
from studio.core.messages import render
from studio.core.messages.marking import Translate, mark
from studio.core.phases import PHASES
from studio.core.quantities import (
    UNKNOWN,
    format_bytes,
    format_cosine,
    format_count,
    format_duration,
    format_error,
    format_error_percent,
    format_percent,
)
from studio.core.recipe import to_json
from studio.core.session import Model, Run, Session
from studio.core.thresholds import is_disturbed
from studio.report import plots
from studio.report.comparison import Row
from studio.report.comparison_table import name_html
from studio.report.samples import RawSamples
from studio.report.svg import legend_mark
from studio.report.words import INPUTS_FROM, definition, number_cell, table


def model_facts(model: Model, t: Translate) -> str:
    facts = [(t(mark("File")), model.path)]
    if model.info is not None:
        info = model.info
        ops = sum(info.ops.values())
        facts += [
            (t(mark("Format")), info.format),
            (t(mark("Size")), format_bytes(info.size_bytes)),
            (t(mark("Parameters")), format_count(info.parameters)),
            (t(mark("MACs per inference")), format_count(info.macs)),
            (
                t(mark("Ops")),
                t(mark("{count} of {kinds} kinds")).format(count=ops, kinds=len(info.ops)),
            ),
            ("SHA-256", info.sha256[:16] + "…"),
        ]
    return definition(facts)


def conditions(run: Run | None, t: Translate) -> str:
    if run is None:
        return ""
    found, request = run.result.conditions, run.request
    implementations = {item.implementation for item in run.result.measurements} - {""}
    facts = [
        (t(mark("Measured")), time.strftime("%Y-%m-%d %H:%M", time.localtime(run.at))),
        (t(mark("For")), format_duration(run.result.seconds)),
        (t(mark("Targets")), ", ".join(target.text for target in request.targets)),
        (t(mark("Run by")), ", ".join(sorted(implementations)) or t(UNKNOWN)),
        (t(mark("Scenarios")), ", ".join(one.text for one in request.scenarios)),
        (t(mark("Inputs from")), inputs_text(request, run.result, t)),
        *([(t(mark("Pre-processing")), declared_text(request, t))] if request.data else []),
        *_inputs_a_run(run, t),
        (
            t(mark("Processes")),
            str(max((item.processes for item in run.result.measurements), default=0)),
        ),
        *conditions_table(found, t),
    ]
    note = ""
    if is_disturbed(found):
        percent = f"{found.other_busy_percent:.0f}"
        text = ". ".join(render("run-disturbed", {"percent": percent}, t))
        note = f"<p>⚠ {escape(text)}</p>"
    for incident in run.result.incidents:
        note += f"<p>⚠ {escape('. '.join(incident_texts(incident, t)))}</p>"
    if run.result.stopped:
        text = t(mark("Stopped early by hand: what had been sampled until then is summarized."))
        note += f"<p>{escape(text)}</p>"
    return f"<h2>{escape(t(mark('Conditions')))}</h2>{note}{definition(facts)}"


def _inputs_a_run(run: Run, t: Translate) -> list[tuple[str, str]]:
    """Only where a run takes several: latencies are of runs, ratios per input."""
    counts = {
        f"{one.target.text} {one.scenario.text}": one.samples_per_run
        for one in run.result.measurements
    }
    if max(counts.values(), default=1) == 1:
        return []
    text = "; ".join(f"{way}: {count}" for way, count in counts.items())
    return [(t(mark("Inputs a run")), text)]


def latency(rows: list[Row], run: Run | None, samples: RawSamples, t: Translate) -> str:
    if run is None:
        return ""
    legend = "".join(
        f"<li>{legend_mark(row.color, row.mark_index)}{escape(row.name)}</li>"
        for row in rows
        if row.measurement is not None and row.measurement.median_ms is not None
    )
    legend = f'<ul class="legend">{legend}</ul>'
    figures = [
        _figure(
            t(mark("Latency of each variant")),
            plots.interval_plot(rows, t),
            t(mark("Sign: median; broad band: its 95 % interval; strokes to the right: p90, p99.")),
        ),
        _figure(
            t(mark("Size, latency and accuracy")),
            plots.tradeoff_plot(rows, t),
            t(mark("Lines through a sign are 95 % intervals; its area follows the file size.")),
        ),
    ]
    distribution, beyond = plots.ecdf_plot(rows, samples, t)
    caption = t(mark("{count} raw samples; the sign marks the median.")).format(
        count=f"{len(samples):,}"
    )
    if beyond:
        more = t(mark("{count} of them lie beyond the right edge."))
        caption += " " + more.format(count=f"{beyond:,}")
    figures += [
        _figure(t(mark("Distribution of latencies")), distribution + legend, caption)
        if distribution
        else "",
        _figure(
            t(mark("Latency over the run")),
            drawn + legend,
            t(mark("A point is the median of a block; a dotted line: a fresh process begins.")),
        )
        if (drawn := plots.time_plot(rows, samples, t))
        else "",
    ]
    if not len(samples):
        text = t(mark("The raw samples of this run are not available: their plots are left out."))
        figures.append(f'<p class="quiet">{escape(text)}</p>')
    title = escape(t(mark("Latency")))
    return f'<h2>{title}</h2><div class="plots">{"".join(figures)}</div>'


def checks(rows: list[Row], t: Translate) -> str:
    headers = [
        (t(mark("Variant")), False),
        (t(mark("Output")), False),
        (t(mark("Same class")), True),
        (t(mark("Cosine")), True),
        (t(mark("RMSE / range")), True),
        (t(mark("Largest error")), True),
        (t(mark("What was found")), False),
    ]
    lines = []
    sources: dict[str, list[str]] = {}
    for row in rows:
        if row.check is None:
            continue
        source = t(mark("{samples} samples of {source}")).format(
            samples=row.check.samples, source=t(INPUTS_FROM[row.check.inputs_from])
        )
        sources.setdefault(source, []).append(row.name)
        for output in row.check.outputs:
            codes = (*output.reasons, *output.notes, *row.check.notes)
            found = "; ".join(render(code, {}, t)[0] for code in codes)
            lines.append(
                f"<td>{name_html(row)}</td><td>{escape(output.name)}</td>"
                + number_cell(_share_or_dash(output.argmax_agreement))
                + number_cell(format_cosine(output.cosine))
                + number_cell(format_error_percent(output.rmse_over_range))
                + number_cell(format_error(output.max_abs_error))
                + f'<td class="wrap">{escape(found)}</td>'
            )
    if not lines:
        return ""
    inputs = "".join(
        f'<p class="caption">{escape(", ".join(names))}: {escape(text)}</p>'
        for text, names in sources.items()
    )
    return f"<h2>{escape(t(mark('Checks')))}</h2>{table(headers, lines)}{inputs}"


def in_words(subject: Session | Model, run: Run | None, t: Translate) -> str:
    """What each variant is in a sentence; "" without any."""
    whole = subject if isinstance(subject, Session) else Session(models=(subject,))
    if run is not None:
        whole = msgspec.structs.replace(whole, runs=(run,))
    lines = [
        f"<li><strong>{escape(variant.name)}</strong>: {escape(said)}</li>"
        for model in whole.models
        for variant in model.variants
        if (said := sentence(variant_claims(whole, model, variant), t))
    ]
    if not lines:
        return ""
    return f"<h2>{escape(t(mark('In words')))}</h2><ul>{''.join(lines)}</ul>"


def recipes(rows: list[Row], t: Translate) -> str:
    parts = []
    for row in rows:
        if row.recipe is None:
            continue
        text = msgspec.json.format(to_json(row.recipe), indent=2).decode()
        stages = "; ".join(
            (f"{stage.name}: {stage.route}" if stage.route else t(PHASES[stage.name]))
            + (f" ({t(mark('from the cache'))})" if stage.cached else "")
            + f", {format_duration(stage.seconds)}"
            for stage in row.stages
        )
        facts = [
            (t(mark("Fingerprint")), row.recipe.fingerprint()),
            (t(mark("Artifact")), row.path),
            ("SHA-256", row.sha256),
            (t(mark("Made in")), stages or t(UNKNOWN)),
        ]
        parts.append(
            f"<details><summary>{name_html(row)} <code>{row.recipe.fingerprint()}</code></summary>"
            f"{definition(facts)}<pre>{escape(text)}</pre></details>"
        )
    return f"<h2>{escape(t(mark('Recipes')))}</h2>{''.join(parts)}" if parts else ""


def versions(rows: list[Row], run: Run | None, t: Translate) -> str:
    found = {name: value for row in rows for name, value in row.versions}
    if run is not None:
        found |= run.result.conditions.versions
        found["python"] = run.result.conditions.python
    if not found:
        return ""
    return f"<h2>{escape(t(mark('Versions')))}</h2>{definition(sorted(found.items()))}"


def _figure(title: str, drawing: str, caption: str) -> str:
    if not drawing:
        return ""
    return (
        f"<figure><figcaption>{escape(title)}</figcaption>{drawing}"
        f'<p class="caption">{escape(caption)}</p></figure>'
    )


def _share_or_dash(value: float | None) -> str:
    """A number that does not exist for this output (no classifier) is a dash, not unknown."""
    return "–" if value is None else format_percent(value)
