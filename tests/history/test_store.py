"""The history keeps what it is given: across runs, kills, damage, full disks and second windows."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from studio.core.agreement import AgreeResult, Difference, Way
from studio.core.diagnosis import DiagnoseResult
from studio.core.edits import add_model, delete_variant, remove_model, set_note
from studio.core.errors import StorageError
from studio.core.requests import InspectRequest
from studio.core.sample_file import decode, read_blocks
from studio.core.session import Agreement, Diagnosis, Job, Profile, Session
from studio.core.targets import make_target
from studio.history.store import History
from tests.history.building import make_run, make_session, write_samples
from tests.kit.profiles import make_profile

ROOT = Path(__file__).parents[2]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "data" / "studio.db"


def reopened(database: Path) -> Session:
    history = History(database)
    try:
        return history.load_session()
    finally:
        history.close()


def test_a_fresh_history_is_empty(database: Path) -> None:
    history = History(database)
    assert history.load_session() == Session()
    assert history.runs() == []
    assert history.recent() == []
    history.close()


def test_a_session_comes_back_with_graphs_and_runs(database: Path, tmp_path: Path) -> None:
    session = make_session(tmp_path / "a")
    run = make_run(("/a/x.tflite",), None)
    session = replace(session, runs=(run,))
    history = History(database)
    history.save_session(session)
    history.close()
    assert reopened(database) == session


def test_profiles_are_kept_apart_and_written_once(database: Path, tmp_path: Path) -> None:
    first = Profile(id="aa", at=1.0, result=make_profile("aa"))
    session = replace(make_session(tmp_path / "a"), profiles=(first,))
    history = History(database)
    history.save_session(session)
    history.flush()
    with closing(sqlite3.connect(database)) as connection:
        document = connection.execute("SELECT document FROM session").fetchone()[0]
        before = connection.execute("SELECT count(*) FROM graph").fetchone()[0]
    assert b"Static Reshape" not in document
    second = Profile(id="bb", at=2.0, result=make_profile("bb"))
    newer = Profile(id="aa", at=3.0, result=make_profile("aa", runs=7))
    session = replace(session, profiles=(second, newer))
    history.save_session(session)
    history.close()
    assert reopened(database) == session
    with closing(sqlite3.connect(database)) as connection:
        after = connection.execute("SELECT count(*) FROM graph").fetchone()[0]
    assert after == before + 1  # the replaced one has gone


def test_all_looks_at_one_file_are_kept(database: Path, tmp_path: Path) -> None:
    found = DiagnoseResult(
        artifact="/a/q.tflite",
        against="/a/m.keras",
        sha256="aa",
        float_stage_sha256="ff",
        samples=3,
        inputs_from="calibration",
        tensors=(),
        unmatched=("0/CONV_2D/x",),
    )
    agreed = AgreeResult(
        file="/a/q.tflite",
        sha256="aa",
        against="",
        samples=3,
        inputs_from="random",
        ways=(Way(target=make_target()), Way()),
        differences=(Difference(first=0, second=1, output="y", share=0.1, is_same=False),),
    )
    session = replace(
        make_session(tmp_path / "a"),
        profiles=(Profile(id="aa", at=1.0, result=make_profile("aa")),),
        diagnoses=(Diagnosis(id="aa", at=2.0, result=found, job_id="d1"),),
        agreements=(Agreement(id="aa", at=3.0, result=agreed, job_id="a1"),),
    )
    history = History(database)
    history.save_session(session)
    history.close()
    assert reopened(database) == session


def test_of_two_windows_the_later_profile_of_a_file_holds(database: Path, tmp_path: Path) -> None:
    session = make_session(tmp_path / "a")
    one = History(database)
    one.save_session(session)
    one.flush()
    other = History(database)
    other.load_session()
    earlier = Profile(id="aa", at=1.0, result=make_profile("aa", runs=1))
    later = Profile(id="aa", at=2.0, result=make_profile("aa", runs=2))
    apart = Profile(id="bb", at=1.5, result=make_profile("bb"))
    one.save_session(replace(session, profiles=(later,)))
    one.flush()
    other.save_session(replace(session, profiles=(earlier, apart)))
    other.close()
    one.close()
    assert {profile.id: profile for profile in reopened(database).profiles} == {
        "aa": later,
        "bb": apart,
    }


def test_of_many_saves_the_newest_holds(database: Path, tmp_path: Path) -> None:
    session = make_session(tmp_path / "a")
    history = History(database)
    for number in range(200):
        session = set_note(session, "v0", f"note {number}")
        history.save_session(session)
    history.close()
    assert reopened(database).models[0].variants[0].note == "note 199"
    with closing(sqlite3.connect(database)) as connection:
        revision = connection.execute("SELECT revision FROM session").fetchone()[0]
    assert revision < 50


def test_a_run_is_kept_with_its_raw_samples(database: Path, tmp_path: Path) -> None:
    samples = tmp_path / "samples"
    count = write_samples(samples)
    run = make_run(("/a/x.tflite",), samples)
    history = History(database)
    history.add_run(run)
    history.add_run(run)  # the same once more changes nothing
    history.flush()
    blocks = history.samples("r1")
    assert blocks == list(read_blocks(samples))
    assert sum(len(decode(block.payload)) for block in blocks) == 4 * count
    assert history.runs() == [run]
    assert history.runs(file_sha256="ff" * 32) == [run]
    assert history.runs(file_sha256="00" * 32) == []
    assert history.samples("other") == []
    history.close()


def test_samples_of_a_known_run_that_differ_are_not_taken_silently(
    database: Path, tmp_path: Path
) -> None:
    run = make_run(("/a/x.tflite",), tmp_path / "samples")
    write_samples(tmp_path / "samples")
    other = History(tmp_path / "other" / "studio.db")
    other.add_run(run)
    other.export(tmp_path / "mine.studio", Session(runs=(run,)))
    other.close()
    write_samples(tmp_path / "samples", files=1)
    told: list[StorageError] = []
    history = History(database, told.append)
    history.add_run(run)
    history.flush()
    before = history.samples("r1")
    history.import_(tmp_path / "mine.studio")
    assert [error.code for error in told] == ["samples-conflict"]
    assert history.samples("r1") == before
    history.close()


def test_runs_come_newest_first(database: Path) -> None:
    history = History(database)
    for number in range(5):
        history.add_run(replace(make_run((), None, f"r{number}"), at=float(number)))
    history.flush()
    assert [run.id for run in history.runs(limit=3)] == ["r4", "r3", "r2"]
    history.close()


def test_lost_samples_do_not_take_the_summary_with_them(database: Path, tmp_path: Path) -> None:
    told: list[StorageError] = []
    history = History(database, told.append)
    history.add_run(make_run(("/a/x.tflite",), tmp_path / "gone"))
    history.flush()
    assert [run.id for run in history.runs()] == ["r1"]
    assert [error.code for error in told] == ["samples-not-stored"]
    history.close()


def test_reading_from_other_threads(database: Path) -> None:
    history = History(database)
    history.add_run(make_run((), None))
    history.flush()
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(len(history.runs()))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [1, 1, 1, 1]
    history.close()


def test_jobs_that_were_under_way_are_interrupted(database: Path) -> None:
    job = Job(id="j", request=InspectRequest(path="/x"), state="running")
    history = History(database)
    history.save_session(Session(jobs=(job,)))
    history.close()
    loaded = reopened(database).jobs[0]
    assert loaded.state == "cancelled"
    assert loaded.error is not None
    assert loaded.error.code == "job-interrupted"


def test_missing_files_are_flagged_on_loading(database: Path, tmp_path: Path) -> None:
    session = make_session(tmp_path / "a")
    history = History(database)
    history.save_session(session)
    history.close()
    Path(session.models[0].variants[1].artifact).unlink()
    Path(session.models[0].path).write_bytes(b"other size")
    model = reopened(database).models[0]
    assert [variant.is_missing for variant in model.variants] == [False, True]
    assert (model.is_missing, model.is_changed) == (False, True)
    Path(model.path).unlink()
    assert reopened(database).models[0].is_missing


def test_only_artifacts_known_and_deleted_long_ago_are_forgotten(
    database: Path, tmp_path: Path
) -> None:
    session = make_session(tmp_path / "a")
    gone, kept = (Path(variant.artifact) for variant in session.models[0].variants)
    history = History(database)
    history.save_session(session)
    history.flush()
    after = delete_variant(session, "v0")
    history.save_session(after)
    history.flush()
    assert history.forgotten_artifacts(after, unseen_seconds=3600) == []
    assert history.forgotten_artifacts(after, unseen_seconds=-1) == [gone]
    assert history.forgotten_artifacts(session, unseen_seconds=-1) == []
    history.close()
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE session SET document = ?", (b"damaged",))
    history = History(database)
    assert history.forgotten_artifacts(Session(), unseen_seconds=-1) == []
    assert kept.exists()
    history.close()


def test_recently_opened(database: Path) -> None:
    history = History(database)
    for path in ("/a", "/b", "/a"):
        history.add_recent(path)
    history.flush()
    assert history.recent() == ["/a", "/b"]
    history.close()


# --- kill -9 -----------------------------------------------------------------------------------

CHILD = """
import sys
from pathlib import Path
from studio.history.store import History
from tests.history.building import make_run, make_session, write_samples
from msgspec.structs import replace
folder = Path(sys.argv[1])
history = History(folder / "studio.db")
session = make_session(folder / "a")
samples = folder / "samples"
write_samples(samples)
history.add_run(make_run(("/a/x.tflite",), samples))
history.save_session(session)
history.flush()
print("flushed", flush=True)
number = 0
while True:
    number += 1
    history.add_run(make_run(("/a/x.tflite",), samples, f"more{number}"))
    history.save_session(replace(session, next_color=number))
    if number > 20:
        history.flush()
"""


@pytest.mark.parametrize("moment", [0.0, 0.05, 0.2])
def test_kill_9_loses_nothing_that_was_finished(tmp_path: Path, moment: float) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    with child:
        assert child.stdout is not None
        assert child.stdout.readline() == "flushed\n"
        with pytest.raises(subprocess.TimeoutExpired):
            child.wait(moment)
        os.kill(child.pid, signal.SIGKILL)
    history = History(tmp_path / "studio.db")
    session = history.load_session()
    assert [variant.id for variant in session.models[0].variants] == ["v0", "v1"]
    runs = history.runs(limit=100_000)
    assert "r1" in {run.id for run in runs}
    for run in (*runs[:3], *runs[-3:]):
        assert len(history.samples(run.id)) == 10  # a run is there whole or not at all
    assert history.problems == []
    history.close()


# --- damage ------------------------------------------------------------------------------------


def test_a_damaged_file_is_kept_aside_and_told(database: Path) -> None:
    database.parent.mkdir(parents=True)
    database.write_bytes(b"this is no database" * 100)
    told: list[StorageError] = []
    history = History(database, told.append)
    assert history.load_session() == Session()
    history.add_run(make_run((), None))
    history.flush()
    assert len(history.runs()) == 1
    history.close()
    assert [error.code for error in told] == ["history-damaged"]
    kept = Path(told[0].params["kept"])
    assert kept.read_bytes().startswith(b"this is no database")


def test_damage_found_while_reading_is_told_and_the_next_start_is_clean(
    database: Path, tmp_path: Path
) -> None:
    history = History(database)
    history.save_session(make_session(tmp_path / "a"))
    history.close()
    content = bytearray(database.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    database.write_bytes(content)
    damaged = History(database)
    with pytest.raises(StorageError):
        damaged.load_session()
    assert [error.code for error in damaged.problems] == ["history-damaged"]
    assert damaged.load_session() == Session()
    damaged.close()


def test_a_session_that_cannot_be_understood_is_kept(database: Path, tmp_path: Path) -> None:
    history = History(database)
    history.save_session(make_session(tmp_path / "a"))
    history.close()
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE session SET document = ?", (b'{"session": 5}',))
    history = History(database)
    assert history.load_session() == Session()
    assert [error.code for error in history.problems] == ["session-unreadable"]
    assert Path(history.problems[0].params["kept"]).read_bytes() == b'{"session": 5}'
    history.close()


def test_what_cannot_be_written_is_told_once_and_written_later(
    database: Path, tmp_path: Path
) -> None:
    told: list[StorageError] = []
    history = History(database, told.append)
    history.load_session()
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("ALTER TABLE session RENAME TO elsewhere")
    session = make_session(tmp_path / "a")
    history.save_session(session)
    for _ in range(2):
        with pytest.raises(StorageError):
            history.flush()
    assert len(told) == 1
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("ALTER TABLE elsewhere RENAME TO session")
    history.flush()
    history.close()
    assert reopened(database) == session


def test_an_unusable_place_is_an_error_not_a_crash(tmp_path: Path) -> None:
    blocker = tmp_path / "file"
    blocker.write_text("")
    history = History(blocker / "studio.db")
    with pytest.raises(StorageError) as caught:
        history.load_session()
    assert caught.value.code == "history-unusable"
    history.save_session(Session(next_color=1))
    with pytest.raises(StorageError):
        history.close()


# --- two windows -------------------------------------------------------------------------------


def test_two_windows_keep_each_others_changes(database: Path, tmp_path: Path) -> None:
    start = History(database)
    start.save_session(make_session(tmp_path / "a"))
    start.close()
    first, second = History(database), History(database)
    one, two = first.load_session(), second.load_session()
    one = delete_variant(one, "v0")
    first.save_session(one)
    first.flush()
    two = set_note(two, "v1", "from the second")
    two, _ = add_model(two, "/other.h5")
    second.save_session(two)
    second.flush()
    one, _ = add_model(one, "/third.h5")
    first.save_session(one)
    first.close()
    two = remove_model(two, two.models[-1].id)
    second.save_session(two)
    second.close()
    merged = reopened(database)
    assert {Path(model.path).name for model in merged.models} == {"net.keras", "third.h5"}
    net = next(model for model in merged.models if model.path.endswith("net.keras"))
    assert [(v.id, v.note) for v in net.variants] == [("v1", "from the second")]
    assert net.graph is not None


def test_a_second_window_leaves_the_firsts_jobs_alone(database: Path) -> None:
    first = History(database)
    running = Job(id="j", request=InspectRequest(path="/x"), state="running")
    first.load_session()
    first.save_session(Session(jobs=(running,)))
    first.flush()
    second = History(database)
    two = second.load_session()
    assert two.jobs == ()
    second.save_session(add_model(two, "/second.h5")[0])
    second.flush()
    first.save_session(Session(jobs=(replace(running, state="succeeded"),)))
    first.close()
    second.close()
    merged = reopened(database)
    assert [job.state for job in merged.jobs] == ["succeeded"]
    assert [model.path for model in merged.models] == ["/second.h5"]


# --- a full disk -------------------------------------------------------------------------------

FULL_DISK_RUN = """
import resource, signal, sys
from pathlib import Path
from studio.core.errors import StorageError
from studio.history.store import History
from tests.history.building import make_run, write_samples
folder = Path(sys.argv[1])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
rows = write_samples(folder / "samples", blocks=1000)
told = []
history = History(folder / "studio.db", told.append)
history.open()
_, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
history.add_run(make_run(("/a/x.tflite",), folder / "samples"))
try:
    history.flush()
except StorageError as error:
    print(error.code, len(told), len(history.runs()), flush=True)
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
history.flush()
history.close()
again = History(folder / "studio.db")
kept = sum(record.count for record in again.samples("r1"))
print(len(again.runs()), kept == rows, len(told), again.problems)
again.close()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits the file size as POSIX does")
def test_a_run_that_finds_a_full_disk_is_told_and_written_when_there_is_room(
    tmp_path: Path,
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK_RUN, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == ["history-not-saved 1 0", "1 True 1 []"]


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from studio.core.edits import set_note
from studio.core.errors import StorageError
from studio.history.store import History
from tests.history.building import make_session
folder = Path(sys.argv[1])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
told = []
history = History(folder / "studio.db", told.append)
session = make_session(folder / "a")
history.save_session(session)
history.flush()
_, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
session = set_note(session, "v0", "x" * 1_000_000)
history.save_session(session)
try:
    history.flush()
except StorageError as error:
    print(error.code, len(told), flush=True)
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
history.flush()
history.close()
again = History(folder / "studio.db")
print(again.load_session() == session, len(told), again.problems)
again.close()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits the file size as POSIX does")
def test_a_full_disk_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == ["history-not-saved 1", "True 1 []"]
