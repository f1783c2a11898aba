"""Makes a Keras model that computes in half precision compute in float32, weights unchanged.

Mixed precision is a way to train on GPUs: the weights are float32 and only the computing is not.
The converter has no kernels for it, so the same network is built again with the float32 policy.
"""

from __future__ import annotations

from typing import Any

_HALF = ("float16", "bfloat16")
_POLICIES = ("DTypePolicy", "Policy")
"""What Keras 3 and Keras 2 call the class."""


def half_policies(layers: list[Any]) -> tuple[str, ...]:
    """Names of the policies under which ``layers`` compute in half precision, sorted."""
    found = {
        str(layer.dtype_policy.name)
        for layer in layers
        if getattr(layer.dtype_policy, "compute_dtype", "") in _HALF
    }
    return tuple(sorted(found))


def in_float32(model: Any) -> Any:
    """A copy of the functional or sequential ``model`` that computes in float32.

    Raises ValueError or TypeError where its configuration does not allow building it again.
    """
    copy = type(model).from_config(_replaced(model.get_config()))
    copy.set_weights([weight.astype("float32") for weight in model.get_weights()])
    return copy


def _replaced(value: Any) -> Any:
    """``value`` with every half-precision policy and dtype made float32."""
    if isinstance(value, dict):
        if value.get("class_name") in _POLICIES:
            return {**value, "config": {**value.get("config", {}), "name": "float32"}}
        return {key: _entry(key, entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_replaced(entry) for entry in value)
    return value


def _entry(key: str, value: Any) -> Any:
    is_half = isinstance(value, str) and value.removeprefix("mixed_") in _HALF
    return "float32" if key == "dtype" and is_half else _replaced(value)
