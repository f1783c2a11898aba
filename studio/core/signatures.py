"""Which of a model's signatures is meant."""

from __future__ import annotations

from studio.core.errors import ModelError
from studio.core.model import Signature


def choose_signature(signatures: tuple[Signature, ...], name: str | None) -> Signature:
    """The signature called ``name``; ``None`` = the first, which loaders make the default one.

    Raises ModelError: model-no-signature, signature-unknown.
    """
    if not signatures:
        raise ModelError("model-no-signature")
    if name is None:
        return signatures[0]
    for signature in signatures:
        if signature.name == name:
            return signature
    known = ", ".join(signature.name for signature in signatures)
    raise ModelError("signature-unknown", name=name, known=known)
