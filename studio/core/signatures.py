"""Which of a model's signatures is meant."""

from __future__ import annotations

from studio.core.errors import ModelError
from studio.core.messages.marking import Translate, mark, untranslated
from studio.core.model import Signature
from studio.core.results import Check


def signature_text(check: Check, t: Translate = untranslated) -> str:
    """Which of several of the source's was taken: “first” of first, second; "" = no choice."""
    if not check.signature:
        return ""
    text = t(mark("“{name}” of {known}"))
    return text.format(name=check.signature, known=", ".join(check.signatures))


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
