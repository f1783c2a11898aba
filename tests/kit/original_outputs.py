"""What models compute in the libraries that they were made with; nothing of Studio takes part.

Run as a program: it reads a JSON list of jobs from standard input. Each has "kind" (keras,
saved-model, graph-def), "model" (a path), "inputs" and "outputs" (paths of .npz), and for a
graph-def "fetch", the name of its output. The outputs of others are named as the model names them.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np

Arrays = dict[str, np.ndarray]


def original_outputs(
    folder: Path, jobs: dict[str, tuple[dict[str, str], Arrays]]
) -> dict[str, Arrays]:
    """All of ``jobs`` (what to run, and its inputs) in one fresh process; outputs by their keys."""
    listed = []
    for key, (job, inputs) in jobs.items():
        np.savez(folder / f"{key}-in.npz", **inputs)
        paths = {"inputs": f"{folder}/{key}-in.npz", "outputs": f"{folder}/{key}-out.npz"}
        listed.append(job | paths)
    done = subprocess.run(
        [sys.executable, __file__], input=json.dumps(listed), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    found = {}
    for key in jobs:
        with np.load(folder / f"{key}-out.npz") as arrays:
            found[key] = dict(arrays)
    return found


def run_keras(job: dict[str, str], inputs: Arrays) -> Arrays:
    import keras

    model = keras.models.load_model(job["model"], compile=False)
    (values,) = inputs.values()
    return {"output": np.asarray(model(values, training=False))}


def run_saved_model(job: dict[str, str], inputs: Arrays) -> Arrays:
    """By the loader of TensorFlow 1, which needs no class of what is saved."""
    import tensorflow as tf

    with tf.compat.v1.Session(graph=tf.Graph()) as session:
        loaded = tf.compat.v1.saved_model.load(session, ["serve"], job["model"])
        signature = loaded.signature_def["serving_default"]
        fed = {signature.inputs[name].name: values for name, values in inputs.items()}
        fetched = {name: output.name for name, output in signature.outputs.items()}
        found: Arrays = session.run(fetched, fed)
    return found


def run_graph_def(job: dict[str, str], inputs: Arrays) -> Arrays:
    import tensorflow as tf

    definition = tf.compat.v1.GraphDef()
    definition.ParseFromString(Path(job["model"]).read_bytes())
    with tf.Graph().as_default() as graph:
        tf.import_graph_def(definition, name="")
    with tf.compat.v1.Session(graph=graph) as session:
        fed = {f"{name}:0": values for name, values in inputs.items()}
        return {job["fetch"]: session.run(f"{job['fetch']}:0", fed)}


def main() -> None:
    kinds: dict[str, Any] = {
        "keras": run_keras,
        "saved-model": run_saved_model,
        "graph-def": run_graph_def,
    }
    for job in json.load(sys.stdin):
        with np.load(job["inputs"]) as arrays:
            inputs = dict(arrays)
        np.savez(job["outputs"], **kinds[job["kind"]](job, inputs))


if __name__ == "__main__":
    main()
