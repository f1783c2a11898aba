"""Requests that are wrong in themselves (the command line's exit code 2)."""

from __future__ import annotations

from studio.core.messages.marking import Message, mark

MESSAGES: dict[str, Message] = {
    "command-sources-differ": Message(
        mark("One command cannot say this: its models are opened in different ways"),
        mark("Measure them apart, and copy the command of each."),
    ),
    "target-package-missing": Message(
        mark("It needs packages that are not installed: {packages}"),
        mark("Install them: pip install {packages}"),
    ),
    "target-needs-torch": Message(
        mark("It needs PyTorch, which is not installed"),
        mark(
            "It comes with the optional extra “torch”, for .pt2 files: add it to the environment "
            "that Studio runs in ({by:setup-torch})."
        ),
    ),
    "optimization-unknown": Message(
        mark("There is no optimization called “{id}”"),
        mark("Choose one of: {known}."),
    ),
    "parameter-unknown": Message(
        mark("“{owner}” has no parameter “{name}”"),
        mark("Its parameters are: {known}."),
    ),
    "parameter-invalid": Message(
        mark("“{value}” is no valid value of {owner}:{name}"),
        mark("Allowed: {allowed}."),
    ),
    "optimization-conflict": Message(
        mark("“{first}” and “{second}” cannot be combined"),
        mark("Make them two variants: each recipe carries one of them."),
    ),
    "optimization-of-quantized": Message(
        mark("This file is quantized already"),
        mark("Open the float model that it was made from."),
    ),
    "optimization-no-weights": Message(
        mark("The model has no weights that this optimization can change"),
        mark("It would leave the file as it is."),
    ),
    "optimization-no-floats": Message(
        mark("The model computes nothing in floating point"),
        mark("There is nothing that could be quantized. It would leave the file as it is."),
    ),
    "sparsity-no-zeros": Message(
        mark("None of the weights is zero"),
        mark(
            "Sparse encoding needs {least} of zeros in one tensor. Prune the model while it is "
            "trained, then this makes it smaller."
        ),
    ),
    "sparsity-too-few-zeros": Message(
        mark("{share} of the weights are zero: no weight tensor has enough of them to be encoded"),
        mark(
            "That needs {least} of zeros in one tensor; the most has {name}: {most}. Prune the "
            "model while it is trained, then this makes it smaller."
        ),
    ),
    "sparsity-saves-nothing": Message(
        mark("{share} of the weights are zero: to say where would take more room than they do"),
        mark("{count} weight tensors would be encoded, and the file would become larger."),
    ),
    "sparsity-not-known": Message(
        mark("Only converting shows whether enough weights are zero"),
        mark("They could not be counted, or are used in ways that converting changes."),
    ),
    "sparsity-may-save": Message(
        mark("{share} of the weights are zero: {count} weight tensors can be encoded"),
        mark("That makes the float32 file up to {saved} smaller."),
    ),
    "keep-not-offered": Message(
        mark("“{recipe}” cannot keep single ops in {precision}"),
        mark("Precisions that single ops can be kept in there: {offered}."),
    ),
    "optimization-unavailable": Message(
        mark("“{id}” is not available here: {reason}"),
        mark("Choose another optimization, or install what is missing."),
    ),
    "recipe-invalid": Message(
        mark("The recipe {path} cannot be read"),
        mark("It must be a recipe that Studio wrote (JSON, version {version})."),
    ),
    "output-exists": Message(
        mark("{path} exists already"),
        mark("Choose another name, or agree that it is replaced ({by:overwrite})."),
    ),
    "output-is-input": Message(
        mark("{path} is read here, and would be replaced by what is written"),
        mark("Choose another name for what is written."),
    ),
    "outputs-alike": Message(
        mark("{path} is named for two different outputs"), mark("Give each a name of its own.")
    ),
    "output-kind": Message(
        mark("The name {path} says that it is another kind of file"),
        mark("What is written there ends in {expected}."),
    ),
    "output-folder-missing": Message(
        mark("There is no folder {folder} to write {path} to"),
        mark("Make it first, or name one that exists."),
    ),
    "output-no-file": Message(
        mark("{path} is a folder, a device or a pipe, and cannot be replaced by a file"),
        mark("Choose the name of a file."),
    ),
    "argument-invalid": Message(
        mark("“{value}” is no valid {name}"), mark("Expected: {expected}.")
    ),
    "command-line-invalid": Message(
        mark("{message}"), mark("“studio --help” and “studio COMMAND --help” show what there is.")
    ),
    "command-missing": Message(
        mark("Options without a command: what is to be done with {path}?"),
        mark("“studio {path}” alone opens it; else name the command: studio inspect {path} …"),
    ),
    "display-missing": Message(
        mark("No window can open: {reason}"),
        mark(
            "“studio doctor” says what is missing; the commands (“studio --help”) need no window."
        ),
    ),
    "option-needs": Message(
        mark("{option} says nothing without {needed}"),
        mark("Give both, or neither."),
    ),
    "preprocessing-without-data": Message(
        mark("Pre-processing is declared, but no data that it is of"),
        mark("Name them with --data, or leave it out."),
    ),
    "options-conflict": Message(
        mark("{first} and {second} cannot be given together"),
        mark("Leave one of them out: both say the same thing."),
    ),
    "target-unknown": Message(
        mark("There is no target called “{id}”"),
        mark("Choose one of: {known}; what runs here is told by {by:check-targets}."),
    ),
    "sustained-apart": Message(
        mark("These cannot be measured over minutes without a pause"),
        mark("Measure targets that share a process, and no server scenario, in one such run."),
    ),
    "fail-if-one-arm": Message(
        mark("--fail-if needs verdicts, and a single file on a single target is given none"),
        mark("Name another file, target or scenario to compare with, or leave --fail-if out."),
    ),
    "fail-if-search": Message(
        mark("--fail-if needs verdicts, and there are none where the rate of a server is searched"),
        mark("Give a rate, as in --scenario server:rate=50, or leave --fail-if out."),
    ),
    "server-apart": Message(
        mark("The server scenario cannot be measured on targets that do not share a process"),
        mark(
            "Their queries could only be served one target after the other, which is no "
            "comparison: measure them on their own."
        ),
    ),
    "server-rate-low": Message(
        mark("At {rate} queries a second, {given} s are too short for {least} of them"),
        mark(
            "Each file needs so many in each process, for a 99th percentile at all: measure for "
            "{needed} s, in fewer processes, or at a higher rate."
        ),
    ),
    "scenarios-mixed": Message(
        mark("The server scenario cannot be measured beside another one"),
        mark("Its queries come when they are due, not in turns: measure it on its own."),
    ),
    "scenario-unknown": Message(
        mark("There is no scenario called “{id}”"), mark("Choose one of: {known}.")
    ),
    "metric-unknown": Message(
        mark("There is no metric called “{name}”"), mark("Choose one of: {known}.")
    ),
    "metrics-apart": Message(
        mark("These metrics belong to different tasks: {metrics}"),
        mark("Choose those of one task: each says what the labels mean."),
    ),
    "file-without-target": Message(
        mark("None of the targets runs {path} ({targets})"),
        mark("Its format is “{format}”, which these run: {fitting}. Choose one ({by:target})."),
    ),
    "target-without-file": Message(
        mark("The target “{target}” runs none of the files"),
        mark("It runs: {wanted}. Leave it out, or add such a file."),
    ),
    "calibration-not-given": Message(
        mark("“{optimization}” needs calibration data"),
        mark(
            "Pass typical inputs with --calibration FILE.npz; --random-calibration does without, "
            "and the result says so for ever."
        ),
    ),
    "interrupted": Message(
        mark("Interrupted"), mark("Nothing half-made is left behind; run the command again.")
    ),
    "internal-error": Message(
        mark("Studio itself failed ({type})"),
        mark("This is a defect in Studio. Please save a report and send it to us."),
    ),
}
