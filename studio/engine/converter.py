"""Runs TensorFlow's converter on a traced function or an exported folder, signature kept.

The fast way in, a concrete function, costs a half to a fifth of ``from_keras_model`` and gives
the same file, except that it forgets the signature: names are put back by position, after every
input has been found again by its tensor's name.
"""

from __future__ import annotations

import contextlib
import io
import tempfile
from pathlib import Path
from typing import Any

from studio.core.errors import ConversionError
from studio.core.model import Signature
from studio.engine.converter_errors import explained
from studio.engine.file_facts import main_signature, parse_bytes, require_runnable
from studio.engine.source import Source
from studio.engine.tensorflow_import import load_tensorflow
from studio.engine.traced import Traced, input_key, op_names, output_key
from studio.graph.signature import with_signature

SIGNATURE_NAME = "serving_default"


def convert_function(
    traced: Traced, dynamic_range: bool = False, select_tf_ops: bool = False
) -> bytes:
    """The .tflite of a concrete function, with ``serving_default``, audited.

    ``dynamic_range``: the converter quantizes the weights itself. ``select_tf_ops``: ops that
    LiteRT lacks stay TensorFlow's; the file then runs only where the Flex delegate is.

    Raises ConversionError: conversion-failed, conversion-unsupported-ops,
    conversion-unsupported-flex, conversion-signature-lost, converted-variables-unfrozen.
    """
    tf = load_tensorflow()
    # No second argument: with a Keras model there, weights stay unfrozen and the file is garbage.
    converter = tf.lite.TFLiteConverter.from_concrete_functions([traced.function])
    data = _run(converter, dynamic_range, select_tf_ops, traced.signature)
    parsed = parse_bytes(data)
    require_runnable(parsed, traced.is_stateful, select_tf_ops)
    main = parsed.subgraphs[0]
    signature = traced.signature
    names = [main.tensors[index].name.removesuffix(":0") for index in main.inputs]
    wanted = op_names(signature)
    if names != wanted or len(main.outputs) != len(signature.outputs):
        raise ConversionError("conversion-signature-lost", f"{names} for {wanted}")
    return with_signature(
        data,
        SIGNATURE_NAME,
        {spec.name: index for spec, index in zip(signature.inputs, main.inputs, strict=True)},
        {spec.name: index for spec, index in zip(signature.outputs, main.outputs, strict=True)},
    )


def convert_export(
    source: Source,
    signature: Signature,
    is_stateful: bool,
    dynamic_range: bool = False,
    select_tf_ops: bool = False,
) -> bytes:
    """The .tflite by the slow route: a SavedModel written and read again, as converters do.

    Keeps a dynamic batch and variables that the model changes. Raises as convert_function.
    """
    tf = load_tensorflow()
    with tempfile.TemporaryDirectory() as folder:
        with contextlib.redirect_stdout(io.StringIO()):
            source.export(signature, Path(folder))
        converter = tf.lite.TFLiteConverter.from_saved_model(
            folder, signature_keys=[SIGNATURE_NAME]
        )
        data = _run(converter, dynamic_range, select_tf_ops, signature)
    parsed = parse_bytes(data)
    require_runnable(parsed, is_stateful, select_tf_ops)
    found = main_signature(parsed)
    try:
        if found is None:
            raise KeyError(SIGNATURE_NAME)
        inputs = {
            spec.name: found.inputs[input_key(index)] for index, spec in enumerate(signature.inputs)
        }
        outputs = {
            spec.name: found.outputs[output_key(index)]
            for index, spec in enumerate(signature.outputs)
        }
    except KeyError as error:
        raise ConversionError("conversion-signature-lost", str(error)) from error
    return with_signature(data, SIGNATURE_NAME, inputs, outputs)


def _run(converter: Any, dynamic_range: bool, select_tf_ops: bool, signature: Signature) -> bytes:
    tf = load_tensorflow()
    is_dynamic = any(spec.is_dynamic for spec in signature.inputs)
    if select_tf_ops:
        ops = tf.lite.OpsSet
        converter.target_spec.supported_ops = [ops.TFLITE_BUILTINS, ops.SELECT_TF_OPS]
    if dynamic_range:
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            return bytes(converter.convert())
    except MemoryError:
        raise
    except Exception as error:  # the converter raises every kind of exception
        raise explained(error, is_dynamic, select_tf_ops) from error
