"""Messages of the area: files, disk, data base, settings."""

from __future__ import annotations

from studio.core.messages.marking import Message, mark

MESSAGES: dict[str, Message] = {
    "folder-unusable": Message(
        mark("The folder {path} cannot be used"),
        mark("Check that it may be written to, or choose another data folder in the settings."),
    ),
    "disk-full": Message(
        mark("There is no space left on the disk"),
        mark("Free some and try again; {by:check-system} names the folders that Studio uses."),
    ),
    "samples-unwritable": Message(
        mark("The measured samples cannot be written to {path}"),
        mark("Check the free space of the disk and that the folder may be written to."),
    ),
    "samples-not-kept": Message(
        mark("The raw samples of this run could not be kept: {what}"),
        mark("Its numbers are complete, but there will be no plots of it."),
    ),
    "picture-unreadable": Message(
        mark("{path} cannot be drawn"),
        mark("It must be an SVG picture of some size."),
    ),
    "file-not-written": Message(
        mark("{path} could not be written"),
        mark("Check the free space of the disk and that the folder may be written to."),
    ),
    "setting-unknown": Message(
        mark("There is no setting called “{key}”"), mark("The settings are: {known}.")
    ),
    "setting-invalid": Message(
        mark("“{value}” is no valid value of the setting {key}"), mark("Allowed: {allowed}.")
    ),
    "settings-damaged": Message(
        mark("The settings in {path} cannot be read"),
        mark("The defaults are in force. The old file was kept as {kept}."),
    ),
    "history-newer": Message(
        mark("The history in {path} was written by a newer Studio"),
        mark("Install that version again, or choose another data folder in the settings."),
    ),
    "history-damaged": Message(
        mark("The history in {path} was damaged"),
        mark("It was kept as {kept}, and a fresh one was started."),
    ),
    "history-unusable": Message(
        mark("The history in {path} cannot be opened"),
        mark("Check that the disk is there and the folder may be written to."),
    ),
    "history-not-saved": Message(
        mark("Your work could not be saved to {path}"),
        mark(
            "Studio keeps trying. Check the free space of the disk; save a .studio file elsewhere."
        ),
    ),
    "history-not-migrated": Message(
        mark("The history in {path} could not be brought up to date"),
        mark("Nothing was changed; a copy from before lies in {kept}."),
    ),
    "session-unreadable": Message(
        mark("The session in the history could not be understood"),
        mark("It was kept as {kept}, and an empty session was started."),
    ),
    "run-unreadable": Message(
        mark("A measurement in {path} could not be understood"),
        mark("It was left out of the list; it stays in the file."),
    ),
    "samples-not-stored": Message(
        mark("The raw samples of a measurement could not be stored"),
        mark("Its summary is kept. The samples were read from {path}."),
    ),
    "samples-conflict": Message(
        mark("The history has other raw samples of the measurement {run} than the file opened"),
        mark("Those of the history were kept."),
    ),
    "job-interrupted": Message(
        mark("Interrupted: Studio ended while this job was running"), mark("Start it again.")
    ),
    "studio-file-invalid": Message(
        mark("{path} is not a .studio file, or is damaged"),
        mark("Save it again in the Studio that it came from."),
    ),
    "studio-file-newer": Message(
        mark("{path} was written by a newer Studio"), mark("Install that version to open it.")
    ),
    "studio-file-too-large": Message(
        mark("{path} unpacks to more than is allowed ({size})"),
        mark("It is damaged, or was not made by Studio. Nothing was unpacked."),
    ),
}
