"""The "legacy-keras" child's entry: as "convert", with Keras 2 (package tf_keras) in Keras's place.

Both cannot be had in one process: TensorFlow decides at its first use of Keras which one it means,
and ``from tensorflow import keras`` in a user's own file must give the one that the file is for.
"""

from __future__ import annotations

import os

from studio.core.child import Channel


def serve(channel: Channel) -> None:
    """Answer requests until the parent closes the channel."""
    os.environ["TF_USE_LEGACY_KERAS"] = "1"
    from studio.engine import child

    child.serve(channel)
