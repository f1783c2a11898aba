"""Nothing is left to do: the float stage was converted with TensorFlow's ops allowed."""

from __future__ import annotations

from studio.core.errors import ConversionError
from studio.core.recipe import Step
from studio.engine.file_facts import op_names
from studio.engine.quantize.job import Job, Quantized
from studio.graph.facts import FLEX_PREFIX


def quantize(job: Job, step: Step) -> Quantized:
    """Raises ConversionError: select-tf-needs-source of a .tflite, which is converted already."""
    del step
    if job.convert_dynamic_range is None:
        raise ConversionError("select-tf-needs-source")
    flex = sorted(name for name in op_names(job.parsed) if name.startswith(FLEX_PREFIX))
    if not flex:
        return Quantized(job.data, "TensorFlow ops: none", notes=("tensorflow-ops-not-needed",))
    return Quantized(job.data, f"TensorFlow ops: {', '.join(flex)}")
