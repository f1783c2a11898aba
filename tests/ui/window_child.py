"""The fake child of the window's tests: what it says of files' sizes and hashes is true."""

from __future__ import annotations

import hashlib
from pathlib import Path

from msgspec.structs import replace

from studio.core.build_protocol import BuildRequest, BuildResult
from studio.core.child import Reporter
from studio.core.model import InspectResult
from studio.core.requests import InspectRequest
from tests.jobs.fake_child import Fake, main


class WindowFake(Fake):
    def inspect(self, request: InspectRequest, reporter: Reporter) -> InspectResult:
        found = super().inspect(request, reporter)
        content = Path(request.path).read_bytes()
        info = replace(found.info, sha256=sha256(content), size_bytes=len(content))
        return replace(found, info=info)

    def build(self, request: BuildRequest, reporter: Reporter) -> BuildResult:
        made = super().build(request, reporter)
        content = Path(request.artifact).read_bytes()
        return replace(
            made,
            sha256=sha256(content + request.recipe.fingerprint().encode()),
            size_bytes=len(content),
            source_sha256=sha256(Path(request.source).read_bytes()),
        )


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    main(WindowFake)
