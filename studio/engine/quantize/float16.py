"""float16 weights by ai-edge-quantizer: stored in half precision, widened before use."""

from __future__ import annotations

from studio.core.recipe import Step
from studio.engine.quantize import edge_quantizer
from studio.engine.quantize.job import Job, Quantized


def quantize(job: Job, step: Step) -> Quantized:
    """Raises UsageError: optimization-unavailable; ConversionError: quantizer-failed."""
    edge_quantizer.recipe_module(step.optimization)
    from ai_edge_quantizer import qtyping, recipe_manager
    from ai_edge_quantizer.algorithm_manager import AlgorithmName

    manager = recipe_manager.RecipeManager()
    manager.add_quantization_config(
        regex=".*",
        operation_name=qtyping.TFLOperationName.ALL_SUPPORTED,
        op_config=qtyping.OpQuantizationConfig(
            weight_tensor_config=qtyping.TensorQuantizationConfig(
                num_bits=16, dtype=qtyping.TensorDataType.FLOAT
            ),
            compute_precision=qtyping.ComputePrecision.FLOAT,
            explicit_dequantize=True,
        ),
        algorithm_key=AlgorithmName.FLOAT_CASTING,
    )
    data = edge_quantizer.run(job, manager.get_quantization_recipe())
    return Quantized(data, edge_quantizer.ROUTE)
