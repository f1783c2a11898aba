"""The table of commands: menus, toolbar, shortcuts and the palette derive from it.

A new command is one entry here and one short function in ui.actions. ``why_not`` says why it is
disabled; that is also its tooltip then.
"""

from __future__ import annotations

from collections.abc import Callable

from studio.core.messages.marking import mark
from studio.ui.actions import (
    checking,
    cutting,
    files,
    fixing,
    keeping,
    measuring,
    models,
    profiling,
    program,
    removing,
    variants,
    work,
)
from studio.ui.command import Command
from studio.ui.shell import Shell

FILE, EDIT, MODEL, VARIANT, VIEW, HELP = (
    mark("&File"), mark("&Edit"), mark("&Model"), mark("V&ariant"), mark("&View"), mark("&Help"),
)  # fmt: skip
MENUS = (FILE, EDIT, MODEL, VARIANT, VIEW, HELP)


def _theme(name: str) -> Callable[[Shell], None]:
    return lambda shell: program.set_theme(shell, name)


def _zoom(step: int) -> Callable[[Shell], float]:
    return lambda shell: program.zoom(shell, step)


def _page(page_id: str) -> Callable[..., None]:
    return lambda shell, **arguments: program.show_page(shell, page_id, **arguments)


COMMANDS: tuple[Command, ...] = (
    Command("open", mark("Open…"), FILE, models.open_files,
            mark("Open trained models: .keras, .h5, .tflite."), "Ctrl+O", "open"),
    Command("open-folder", mark("Open SavedModel folder…"), FILE, models.open_folder,
            mark("Open a SavedModel: the folder that holds saved_model.pb."), "Ctrl+Shift+O",
            "folder"),
    Command("open-sample", mark("Open the sample"), FILE, models.open_sample,
            mark("Open a small digits classifier with its data, to try everything at once."),
            icon="model"),
    Command("open-session", mark("Open .studio file…"), FILE, files.open_session,
            mark("Open a session that was saved as one file."), starts_group=True),
    Command("save-session", mark("Save session as…"), FILE, files.save_session,
            mark("Save models, variants, artifacts and measurements as one .studio file."),
            "Ctrl+Shift+S", why_not=files.needs_any_model),
    Command("export-report", mark("Export report…"), FILE, files.export_report,
            mark("Write variants, checks and measurements as one self-contained web page."),
            "Ctrl+E", "report", files.needs_any_model, starts_group=True),
    Command("export-csv", mark("Export samples as CSV…"), FILE, files.export_csv,
            mark("Write every timed inference of the last measurement as a table."),
            icon="export", why_not=files.needs_run),
    Command("export-summary", mark("Export measurements as CSV…"), FILE, files.export_summary,
            mark("Write the last measurement as a table, a line for each variant."),
            why_not=files.needs_run),
    Command("settings", mark("Settings…"), FILE, program.show_settings,
            mark("Theme, targets, cache, folders."), "Ctrl+,", "settings", starts_group=True,
            needs_session=False),
    Command("clear-cache", mark("Clear cache…"), FILE, files.clear_cache,
            mark("Delete cached float models; they are made again when needed.")),
    Command("quit", mark("Quit"), FILE, program.quit_program, mark("Close Studio."), "Ctrl+Q",
            starts_group=True, needs_session=False),

    Command("undo", mark("Undo"), EDIT, program.undo,
            mark("Take back the last change of recipes, names, notes or variants."), "Ctrl+Z",
            "undo", program.undo_reason),
    Command("redo", mark("Redo"), EDIT, program.redo, mark("Make the undone change again."),
            "Ctrl+Shift+Z", "redo", program.redo_reason),
    Command("rename", mark("Rename…"), EDIT, models.rename,
            mark("Give the selected model or variant another name."), "F2", "edit",
            models.needs_model, starts_group=True, context_menus=("model", "variant")),
    Command("command-palette", mark("Find a command…"), EDIT, program.show_palette,
            mark("Type a few letters of what you want to do."), "Ctrl+K", "search",
            starts_group=True, needs_session=False),

    Command("convert", mark("Convert"), MODEL, work.convert,
            mark("Make, audit and check a variant for each recipe ticked under Optimize."),
            "Ctrl+Return", "convert", work.convert_reason, context_menus=("model",)),
    Command("measure", mark("Measure"), MODEL, measuring.measure,
            mark("Measure the latency of the selected variants together, interleaved."),
            "Ctrl+M", "measure", why_not_so=measuring.measure_reason,
            context_menus=("model", "variant")),
    Command("measure-resolution", mark("Measure this machine's resolution"), MODEL,
            measuring.measure_resolution,
            mark("Measure one file against itself: what this machine can tell apart."),
            why_not=measuring.resolution_reason),
    Command("copy-benchmark", mark("Copy measurement as CLI command"), MODEL,
            measuring.copy_benchmark_command,
            mark("Copy the command line that makes the last measurement again."),
            why_not=measuring.has_run),
    Command("profile", mark("Profile ops"), MODEL, profiling.profile,
            mark("Record what each op of the selected variants takes."), "Ctrl+P",
            why_not=profiling.profile_reason, context_menus=("model", "variant")),
    Command("evaluate", mark("Evaluate"), MODEL, checking.evaluate,
            mark("Count how many labelled samples each variant gets right, beside its source."),
            "Ctrl+Shift+E", "check", checking.evaluate_reason, context_menus=("model", "variant")),
    Command("try-it", mark("Try it…"), MODEL, checking.try_it,
            mark("Run one sample or picture through source and variants, side by side."),
            "Ctrl+T", why_not=checking.try_reason, context_menus=("model", "variant")),
    Command("check", mark("Check again"), MODEL, checking.check,
            mark("Compare the variants' outputs with the source's once more."),
            why_not=checking.check_reason, context_menus=("variant",)),
    Command("diagnose", mark("Diagnose"), MODEL, checking.diagnose,
            mark("Find which op of the selected variants puts an error there, tensor by tensor."),
            "Ctrl+D", why_not=checking.check_reason, context_menus=("variant",)),
    Command("fix", mark("Fix"), MODEL, checking.fix,
            mark("Find the few ops of the selected variant to keep out of 8 bits."),
            why_not=checking.check_reason, context_menus=("variant",)),
    Command("stop", mark("Stop measuring"), MODEL, work.stop,
            mark("End the measurement early and keep what was measured."), "Ctrl+.", "stop",
            work.stop_reason, starts_group=True),
    Command("cancel", mark("Cancel job"), MODEL, work.cancel,
            mark("Cancel the job that was started last; nothing of it is kept."), "",
            "cancel", work.cancel_reason),
    Command("inspect", mark("Open again from disk"), MODEL, models.inspect,
            mark("Read the model's file anew: its signatures, ops and graph."), "F5",
            why_not=models.needs_model, starts_group=True, context_menus=("model",)),
    Command("choose-calibration", mark("Calibration data…"), MODEL, models.choose_calibration,
            mark("Choose the samples that int8 measures its ranges on."),
            why_not=models.needs_model),
    Command("choose-evaluation", mark("Evaluation data…"), MODEL, models.choose_evaluation,
            mark("Choose held-out samples (x, y) for the check and for accuracy."),
            why_not=models.needs_model),
    Command("choose-labels", mark("Class names…"), MODEL, models.choose_labels,
            mark("Choose the file with the names of the classes, a line each."),
            why_not=models.needs_model),
    Command("opening", mark("How it is opened…"), MODEL, models.set_opening,
            mark("Which reader, which of a file's graphs, which tensors are its ends."),
            why_not=models.needs_opening_choice, context_menus=("model",)),
    Command("shapes", mark("Input shapes…"), MODEL, models.set_shapes,
            mark("Fix the dynamic dimensions of the model's inputs."),
            why_not=models.needs_dynamic_shapes, context_menus=("model",)),
    Command("locate", mark("Locate file…"), MODEL, models.locate,
            mark("Say where the model's file lies now."), why_not=models.needs_model,
            context_menus=("model",)),
    Command("import-recipe", mark("Import recipe…"), MODEL, variants.import_recipe,
            mark("Read a recipe into the Optimize panel."), why_not=models.needs_model),
    Command("remove-model", mark("Remove from session"), MODEL, removing.remove_model,
            mark("Take the selected models and their variants out of the session; files stay."),
            icon="delete",
            why_not=models.needs_model, starts_group=True, context_menus=("model",)),

    Command("save-artifact", mark("Save artifact as…"), VARIANT, variants.save_artifact,
            mark("Write the variant's .tflite file where you want it."), "Ctrl+S", "save",
            variants.needs_one_variant, context_menus=("variant",)),
    Command("reveal", mark("Reveal in folder"), VARIANT, variants.reveal,
            mark("Show the variant's file in the file manager."), icon="folder",
            why_not=models.needs_model, context_menus=("model", "variant")),
    Command("note", mark("Note…"), VARIANT, variants.set_note,
            mark("Write down something about this variant."), why_not=variants.needs_one_variant,
            context_menus=("variant",)),
    Command("duplicate-recipe", mark("Edit a copy of the recipe"), VARIANT,
            variants.duplicate_recipe,
            mark("Put this variant's recipe into the Optimize panel, ready to be changed."),
            icon="copy", why_not=variants.needs_one_variant, starts_group=True,
            context_menus=("variant",)),
    Command("copy-command", mark("Copy as CLI command"), VARIANT, variants.copy_command_line,
            mark("Copy the command line that makes this variant."), "Ctrl+Shift+C",
            why_not=variants.needs_one_variant, context_menus=("variant",)),
    Command("export-recipe", mark("Export recipe…"), VARIANT, variants.export_recipe,
            mark("Write the recipe as JSON, for --recipe or another Studio."),
            why_not=variants.needs_one_variant, context_menus=("variant",)),
    Command("delete", mark("Delete selected"), VARIANT, removing.delete,
            mark("Take all that is selected out of the session; Undo brings it back."),
            "Del", "delete", removing.needs_selected, starts_group=True,
            context_menus=("variant",)),

    Command("show-overview", mark("Overview"), VIEW, _page("overview"),
            mark("Signatures, ops, sizes and warnings of what is selected."), "Alt+1",
            needs_session=False),
    Command("show-graph", mark("Graph"), VIEW, _page("graph"), mark("The ops, as table or graph."),
            "Alt+2", needs_session=False),
    Command("show-latency", mark("Latency"), VIEW, _page("latency"),
            mark("Live and stored measurements."), "Alt+3", needs_session=False),
    Command("show-profile", mark("Profile"), VIEW, _page("profile"),
            mark("Where the time of a run goes, op by op."), "Alt+4", needs_session=False),
    Command("show-compare", mark("Compare"), VIEW, _page("compare"),
            mark("Variants beside each other: size, accuracy, agreement, latency."), "Alt+5",
            needs_session=False),
    Command("show-log", mark("Log"), VIEW, _page("log"), mark("What the jobs said."), "Alt+6",
            needs_session=False),
    Command("zoom-in", mark("Larger text"), VIEW, _zoom(1), mark("Make all text larger."), "Ctrl++",
            starts_group=True, needs_session=False),
    Command("zoom-out", mark("Smaller text"), VIEW, _zoom(-1), mark("Make all text smaller."),
            "Ctrl+-", needs_session=False),
    Command("zoom-reset", mark("Normal text"), VIEW, _zoom(0), mark("Text in the system's size."),
            "Ctrl+0", needs_session=False),
    Command("theme-system", mark("Theme: as the system"), VIEW, _theme("system"),
            mark("Light or dark as the desktop says."), starts_group=True, needs_session=False),
    Command("theme-light", mark("Theme: light"), VIEW, _theme("light"), mark("Light colors."),
            needs_session=False),
    Command("theme-dark", mark("Theme: dark"), VIEW, _theme("dark"), mark("Dark colors."),
            needs_session=False),
    Command("clear-jobs", mark("Clear finished jobs"), VIEW, files.clear_jobs,
            mark("Take finished jobs off the Jobs panel; their logs stay on disk."),
            why_not=files.has_finished_jobs, starts_group=True),

    Command("setup-onnx", mark("Install the ONNX converter…"), HELP, fixing.setup_onnx,
            mark("Make the environment in which onnx2tf converts ONNX files.")),
    Command("doctor", mark("System check"), HELP, program.show_doctor,
            mark("Versions, accelerators, and what is missing here."), icon="info",
            needs_session=False),
    Command("save-report", mark("Save failure report…"), HELP, files.save_failure_report,
            mark("Write error, recipe, versions and log of the last failed job to a zip."),
            why_not=files.has_failed_job),
    Command("about", mark("About Studio"), HELP, program.show_about,
            mark("Version and licenses."), starts_group=True, needs_session=False),
)  # fmt: skip

HIDDEN: tuple[Command, ...] = (
    Command("cancel-all", mark("Cancel all jobs"), "", work.cancel_all, mark("Cancel all jobs."),
            why_not=work.cancel_reason),
    Command("allow-code", mark("Allow the model's code…"), "", models.allow_code,
            mark("Decide whether the code inside the model may run.")),
    Command("show-node", mark("Show in the graph"), "", fixing.show_node,
            mark("Bring the graph to the front with this op chosen.")),
    Command("convert-fixed", mark("Convert another way"), "", fixing.convert_fixed,
            mark("Convert again by this way out.")),
    Command("choose-code", mark("Choose the model's code…"), "", models.choose_code,
            mark("Name the Python file that defines the classes of the model.")),
    Command("keep-op", mark("Keep an op in another precision"), "", keeping.keep_op,
            mark("Leave an op in float, 16 or 8 bits when the model is converted."),
            why_not=keeping.why_not_keep),
    Command("cut-here", mark("Cut here as output…"), "", cutting.cut_here,
            mark("Write the part of the model that makes a tensor as a model of its own.")),
    Command("set-targets", mark("Targets"), "", program.set_targets,
            mark("Where and how the next measurement runs.")),
)  # fmt: skip
"""Commands that need arguments: run by panels, in no menu."""


def command_table() -> dict[str, Command]:
    """All commands by id."""
    return {command.id: command for command in (*COMMANDS, *HIDDEN)}
