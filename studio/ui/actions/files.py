"""Actions that write or read whole things: reports, tables, sessions, the cache."""

from __future__ import annotations

import shutil
from pathlib import Path

from studio.core import edits
from studio.core.lookup import is_finished
from studio.core.merge import merge
from studio.core.session import Run, Session
from studio.history.atomic import write_bytes
from studio.ui.actions.work import unfinished
from studio.ui.humanize import size_text
from studio.ui.selection import Selection
from studio.ui.shell import Shell, selected_model
from studio.ui.store import Store
from studio.ui.texts import tr

STUDIO_FILTER = "Studio (*.studio)"


def needs_any_model(store: Store) -> str | None:
    return None if store.session.models else tr("Open a model first.")


def needs_run(store: Store) -> str | None:
    return None if store.session.runs else tr("Nothing has been measured yet.")


def _chosen_run(session: Session, run_id: str) -> Run | None:
    if run_id:
        return next((run for run in session.runs if run.id == run_id), None)
    return session.runs[-1] if session.runs else None


def export_report(shell: Shell, path: str = "", run_id: str = "") -> None:
    """Write the selected model with its variants and last measurement as one HTML file."""
    session = shell.store.session
    model = selected_model(shell.store)
    name = model.name if model else "studio"
    target = path or shell.dialogs.save_file(
        tr("Export a report"), f"{name}_report.html", tr("Web page (*.html)")
    )
    if not target:
        return
    run = _chosen_run(session, run_id)
    subject = model if model is not None else session
    history, agreed = shell.history, session.agreements

    def write() -> None:
        from studio.report.html import write_report

        blocks = history.samples(run.id) if history is not None and run is not None else None
        # what is not stored (yet) may still lie in the file that the run wrote
        write_report(Path(target), subject, run, blocks or None, fixes=session.fixes, agreed=agreed)

    shell.write_file(Path(target), write)


def export_csv(shell: Shell, path: str = "", run_id: str = "") -> None:
    """Write the raw samples of a run as CSV, a line for each timed inference."""
    run, history = _chosen_run(shell.store.session, run_id), shell.history
    if run is None or history is None:
        return
    target = path or shell.dialogs.save_file(
        tr("Export the samples"), "samples.csv", tr("Table (*.csv)")
    )
    if not target:
        return

    def write() -> None:
        from studio.report.exports import write_samples_csv
        from studio.ui.pages.latency_samples import read_run

        write_samples_csv(Path(target), run, read_run(run, history.samples))

    shell.write_file(Path(target), write)


def export_summary(shell: Shell, path: str = "", run_id: str = "") -> None:
    """Write the measurements of a run, a line for each variant, as CSV."""
    run = _chosen_run(shell.store.session, run_id)
    if run is None:
        return
    target = path or shell.dialogs.save_file(
        tr("Export the measurements"), "measurements.csv", tr("Table (*.csv)")
    )
    if not target:
        return

    def write() -> None:
        from studio.report.exports import measurements_csv

        write_bytes(Path(target), measurements_csv(run).encode())

    shell.write_file(Path(target), write)


def save_session(shell: Shell, path: str = "") -> None:
    """Write the session with its artifacts and samples as one .studio file."""
    target = path or shell.dialogs.save_file(
        tr("Save the session"), "session.studio", STUDIO_FILTER
    )
    history = shell.history
    if not target or history is None:
        return
    session = shell.store.session

    def write() -> None:
        history.export(Path(target), session)

    shell.write_file(Path(target), write)


def open_session(shell: Shell, path: str = "") -> None:
    """Read a .studio file: what it holds joins the session; what is open stays."""
    source = path or shell.dialogs.open_file(tr("Open a session"), STUDIO_FILTER)
    history = shell.history
    if not source or history is None:
        return

    def read() -> Session:
        return history.import_(Path(source))

    def join(imported: Session) -> None:
        store = shell.store
        store.apply(lambda session: merge(Session(), session, imported))
        if not store.selection.model_id and imported.models:
            store.select(Selection(imported.models[0].id))
        shell.said.emit(tr("Opened {path}").format(path=source))

    shell.in_background(read, join)


def clear_cache(shell: Shell) -> None:
    """Delete the cached float models; they are made again when needed."""
    if unfinished(shell.store):
        shell.said.emit(tr("Wait until the running jobs have ended."))
        return
    folder = shell.places.float_cache

    def measure() -> int:
        return sum(item.stat().st_size for item in folder.rglob("*") if item.is_file())

    def ask(size_bytes: int) -> None:
        agreed = shell.dialogs.confirm(
            tr("Clear the cache?"),
            tr("{size} of cached float models are deleted. Variants and history stay.").format(
                size=size_text(size_bytes)
            ),
            tr("Clear"),
        )
        if agreed:
            shell.in_background(clear, lambda _: shell.said.emit(tr("The cache is empty.")))

    def clear() -> None:
        for item in folder.iterdir():
            if item.is_dir():
                shutil.rmtree(item, ignore_errors=True)
            else:
                item.unlink(missing_ok=True)

    shell.in_background(measure, ask)


def clear_jobs(shell: Shell) -> None:
    """Take the finished jobs off the Jobs panel; their logs stay on disk."""
    shell.store.apply(edits.clear_jobs)


def has_finished_jobs(store: Store) -> str | None:
    if any(is_finished(job) for job in store.session.jobs):
        return None
    return tr("No job has ended yet.")


def save_failure_report(shell: Shell, job_id: str = "", path: str = "") -> None:
    """Write error, recipe, versions and log of a failed job to a zip; the model only if asked."""
    session = shell.store.session
    failed = [job for job in session.jobs if job.state == "failed"]
    job = session.job(job_id) if job_id else (failed[-1] if failed else None)
    if job is None:
        return
    target = path or shell.dialogs.save_file(
        tr("Save a report"), "studio_report.zip", tr("Zip (*.zip)")
    )
    if not target:
        return
    with_model = not path and shell.dialogs.confirm(
        tr("Add the model to the report?"),
        tr("It helps to find the cause, but whoever gets the report can use the model."),
        tr("Add the model"),
        tr("Leave it out"),
    )

    def write() -> None:
        from studio.jobs.configure import queue_config
        from studio.jobs.converter_versions import versions_of
        from studio.jobs.report_bundle import write_report

        log = Path(job.log) if job.log else None
        found = versions_of(queue_config(shell.places, shell.settings))
        write_report(Path(target), job.request, found, log, with_model, job.error)

    shell.write_file(Path(target), write)


def has_failed_job(store: Store) -> str | None:
    if any(job.state == "failed" for job in store.session.jobs):
        return None
    return tr("No job has failed.")
