"""Select TF ops: ops that LiteRT lacks stay TensorFlow's own."""

from studio.core.messages.marking import mark
from studio.core.optimizations.declaration import Optimization, others

SELECT_TF_OPS = Optimization(
    id="select-tf-ops",
    title=mark("Allow TensorFlow ops"),
    help=mark(
        "Keeps ops that LiteRT has no kernels for as TensorFlow's own (Flex): such a file cannot "
        "run on the local LiteRT, only in an app that brings the Flex delegate."
    ),
    conflicts=others("select-tf-ops"),
    needs=("source",),
    is_rare=True,
)
