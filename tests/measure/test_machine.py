"""What the system says of this process is of all of its threads."""

from __future__ import annotations

import sys
import threading
import time

import psutil
import pytest

from studio.measure import machine
from tests.measure.counting_runtime import spin


@pytest.mark.skipif(sys.platform != "linux", reason="counts by thread")
def test_switches_of_all_threads_are_added_up() -> None:
    """More threads that compute than cores: the system must take these away from each in turn."""
    is_over = threading.Event()

    def work() -> None:
        while not is_over.is_set():
            spin(1)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + 30
    try:
        while time.monotonic() < deadline:
            main = psutil.Process().num_ctx_switches().involuntary
            found = machine.involuntary_switches()
            assert found is not None
            if found > main + 20:
                return
            spin(50)
    finally:
        is_over.set()
        for thread in threads:
            thread.join()
    raise AssertionError("the threads' switches are not among them")
