"""Data sets: content hash, declared preprocessing, arrays that fit a model's signature.

Import rule: core, numpy and pillow; never TensorFlow, Qt, or the graph.
"""

from studio.data.dataset import LoadedDataset, load_dataset
from studio.data.random import random_inputs
from studio.data.selection import Selected, seeded_order, select

__all__ = [
    "LoadedDataset",
    "Selected",
    "load_dataset",
    "random_inputs",
    "seeded_order",
    "select",
]
