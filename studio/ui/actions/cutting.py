"""The action that takes a part out of a model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from studio.core.graph_requests import CutRequest
from studio.ui.shell import Shell
from studio.ui.texts import tr

_NAME_MOST = 40


def cut_here(shell: Shell, path: str, tensors: Sequence[str], artifact: str = "") -> None:
    """Write the part of the .tflite ``path`` that makes ``tensors``; ui.flow then opens it."""
    last = re.sub(r"[^A-Za-z0-9]+", "_", tensors[0].split(";")[0].rsplit("/", 1)[-1]).strip("_")
    suggested = f"{Path(path).stem}_{last[:_NAME_MOST] or 'part'}.tflite"
    target = artifact or shell.dialogs.save_file(
        tr("Save the part of the model"), suggested, tr("LiteRT (TFLite) (*.tflite)")
    )
    if target:
        # who chose a name that is taken has said yes to replacing it
        shell.submit(
            CutRequest(
                path=path,
                artifact=str(Path(target).absolute()),
                outputs=tuple(tensors),
                overwrite=True,
            )
        )
