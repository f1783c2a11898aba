"""Data sets of real pictures, and of sounds made here: what models are calibrated with."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from PIL import Image

_RATE = 16_000
_WINDOW, _HOP = 480, 160


def mnist(csv: Path) -> tuple[np.ndarray, np.ndarray]:
    """(5000, 28, 28, 1) uint8 and (5000,) labels, in an order of their own."""
    with gzip.open(csv, "rt") as stream:
        rows = np.loadtxt(stream, delimiter=",", dtype=np.int64)
    rows = rows[np.random.RandomState(0).permutation(len(rows))]
    return rows[:, :-1].reshape(-1, 28, 28, 1).astype(np.uint8), rows[:, -1]


def crops(photos: Sequence[Path], side: int, count: int, is_gray: bool = False) -> np.ndarray:
    """(count, side, side, 3 or 1) uint8: parts of the photographs, of a quarter to all of one."""
    random = np.random.RandomState(1)
    pictures = [Image.open(photo).convert("L" if is_gray else "RGB") for photo in photos]
    made = []
    for at in range(count):
        picture = pictures[at % len(pictures)]
        size = int(min(picture.size) * random.uniform(0.25, 1))
        left = random.randint(0, picture.width - size + 1)
        top = random.randint(0, picture.height - size + 1)
        part = picture.crop((left, top, left + size, top + size)).resize((side, side))
        made.append(np.asarray(part, np.uint8).reshape(side, side, -1))
    return np.stack(made)


def voices(count: int, samples: int) -> np.ndarray:
    """(count, samples) float32 in -1..1 at 16 kHz: gliding harmonics with pauses and some hiss."""
    random = np.random.RandomState(2)
    time = np.arange(samples) / _RATE
    made = []
    for _ in range(count):
        pitch = random.uniform(90, 240) * (
            1 + 0.1 * np.sin(2 * np.pi * random.uniform(1, 4) * time)
        )
        phase = 2 * np.pi * np.cumsum(pitch) / _RATE
        formant = random.uniform(400, 1200)
        sound = sum(
            np.exp(-(((number * 150 - formant) / 600) ** 2)) * np.sin(number * phase)
            for number in range(1, 16)
        )
        start = random.uniform(0, 6)
        envelope = np.sin(2 * np.pi * random.uniform(0.5, 3) * time + start).clip(0, 1)
        made.append(0.3 * sound * envelope + 0.003 * random.standard_normal(samples))
    return np.asarray(np.clip(made, -1, 1), np.float32)


def spectra(sounds: np.ndarray, bands: int = 40, frames: int = 3) -> np.ndarray:
    """(n, frames, bands) float32, 0 to 26: logarithms of the power in bands that widen upward."""
    edges = np.geomspace(4, _WINDOW // 2, bands + 1).astype(int)
    window = np.hanning(_WINDOW)
    made = []
    for sound in sounds:
        starts = range(0, len(sound) - _WINDOW, _HOP)
        power = np.abs(np.fft.rfft([sound[at : at + _WINDOW] * window for at in starts])) ** 2
        bins = [power[:, low : max(high, low + 1)].mean(axis=1) for low, high in pairwise(edges)]
        logs = np.log(np.stack(bins, axis=1) * 1e5 + 1)
        made += [logs[at : at + frames] for at in range(0, len(logs) - frames + 1, frames)]
    return np.asarray(np.clip(made, 0, 26), np.float32)
