"""Runs models on TensorFlow targets in a process of its own; ``run(cases)`` starts it.

A case is (file, target, allow_code), or those and a signature. For each, the answer is what the
loaded model showed, or the code of what it was refused with. All cases of a process share
TensorFlow's settings.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np

Case = tuple[Path | str, str, bool] | tuple[Path | str, str, bool, str]


def run(cases: list[Case]) -> list[dict[str, Any]]:
    """Raises CalledProcessError where the process fails as a whole."""
    asked = json.dumps([(str(file), *rest) for file, *rest in cases])
    done = subprocess.run(
        [sys.executable, __file__, asked], stdout=subprocess.PIPE, text=True, check=True
    )
    answers: list[dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    return answers


def _answer(file: str, text: str, allow_code: bool, signature: str | None = None) -> dict[str, Any]:
    from studio.core.errors import StudioError
    from studio.core.targets import parse_target
    from studio.measure.loading import fill_inputs
    from studio.runtimes import Loading, get_runtime

    target = parse_target(text)
    try:
        how = Loading(allow_code=allow_code, signature=signature)
        model = get_runtime(target.id).load(file, target, how)
        names = [spec.name for spec in model.signature.inputs]
        shapes = {name: model.shape(name) for name in names}
        fill_inputs(model, seed=1)
        runs = []
        for _ in range(2):
            model.invoke()
            runs.append(model.outputs())
        model.reset()
        model.invoke()
        again = model.outputs()
        answer = {
            "signature": model.signature.name,
            "shapes": shapes,
            "outputs": {name: list(value.shape) for name, value in runs[0].items()},
            "dtypes": {name: value.dtype.name for name, value in runs[0].items()},
            "totals": [float(sum(value.sum() for value in run.values())) for run in (*runs, again)],
            "error": _error(file, model, runs[0]),
            **_resized(model, shapes),
        }
        model.close()
        model.close()
    except StudioError as error:
        return {"code": error.code, "params": error.params}
    return answer


def _error(file: str, model: Any, outputs: dict[str, np.ndarray]) -> float | None:
    """The largest difference from what Keras itself gives for the same inputs; not for others."""
    if not file.endswith("cnn.keras"):
        return None
    import keras

    (given,) = (tensor.numpy() for tensor in model._tensors)
    (found,) = outputs.values()
    expected = keras.models.load_model(file, compile=False)(given, training=False)
    return float(np.abs(found - expected.numpy()).max())


def _resized(model: Any, shapes: dict[str, tuple[int, ...]]) -> dict[str, Any]:
    """What the model gives where a batch of five goes in, if it takes one."""
    (spec, *others) = model.signature.inputs
    if others or spec.shape[:1] != (None,):
        return {}
    value = np.zeros((5, *shapes[spec.name][1:]), spec.dtype)
    model.set_inputs({spec.name: value})
    model.invoke()
    return {"resized": [list(found.shape) for found in model.outputs().values()]}


def main() -> None:
    answers = [_answer(*case) for case in json.loads(sys.argv[1])]
    import tensorflow as tf

    threads = tf.config.threading
    settings = {
        "intra": threads.get_intra_op_parallelism_threads(),
        "inter": threads.get_inter_op_parallelism_threads(),
    }
    print(json.dumps([*answers, settings]))


if __name__ == "__main__":
    main()
