"""What a fix proposes, as the window's commands treat it; and what the window asks for."""

from __future__ import annotations

from msgspec.structs import replace

from studio.core import edits
from studio.core.lookup import with_model
from studio.core.recipe import make_recipe, make_step
from studio.core.requests import FixRequest
from studio.core.session import Draft, Session
from studio.ui.panels.models_item_model import NAME
from studio.ui.selection import Selection
from tests.ui.window_kit import Bench


def convert(bench: Bench) -> None:
    bench.open_model("m.tflite")
    draft = Draft(recipes=(make_recipe(), make_recipe([make_step("float16")])))
    bench.program.store.apply(lambda session: edits.set_draft(session, bench.model.id, draft))
    bench.run("convert")
    bench.until_quiet(3)


def propose(session: Session) -> Session:
    """The last variant, as if a fix had made it."""
    model = session.models[0]
    *others, last = model.variants
    return with_model(session, replace(model, variants=(*others, replace(last, is_proposed=True))))


def test_a_proposal_is_marked_and_accepted_or_discarded_and_both_undone(bench: Bench) -> None:
    convert(bench)
    plain, made = bench.model.variants
    bench.program.store.select(Selection(bench.model.id, (plain.id,)))
    assert "fix has proposed" in (bench.program.shell.why_not("accept") or "")
    bench.program.store.apply(propose)
    tree = bench.program.window.models.item_model
    assert tree.index_of(made.id).siblingAtColumn(NAME).data() == f"{made.name} (proposed)"
    bench.program.store.select(Selection(bench.model.id, (made.id,)))
    assert bench.program.shell.why_not("accept") is None
    bench.run("accept")
    assert not bench.model.variants[1].is_proposed
    assert tree.index_of(made.id).data() == made.name
    assert bench.program.store.undo_text == "Accept fix"
    bench.run("undo")
    assert bench.model.variants[1].is_proposed
    bench.run("discard")
    assert [one.id for one in bench.model.variants] == [plain.id]
    bench.run("undo")
    assert bench.model.variants[1].is_proposed
    bench.run("accept", variant_id=plain.id)  # nothing was proposed there
    assert bench.model.variants[1].is_proposed


def test_a_fix_is_measured_on_one_target_as_the_settings_say(bench: Bench) -> None:
    convert(bench)
    bench.run("fix", variant_id=bench.model.variants[1].id, goal="rmse<=0.01", measured="trials")
    bench.until_quiet(4)
    request = bench.session.jobs[-1].request
    assert isinstance(request, FixRequest) and request.measure is not None
    assert request.measures_trials
    assert len(request.measure.targets) == 1
    assert request.measure.seconds == bench.program.shell.settings.benchmark_seconds
    bench.run("fix", variant_id=bench.model.variants[1].id, goal="rmse<=0.01")
    bench.until_quiet(5)
    request = bench.session.jobs[-1].request
    assert isinstance(request, FixRequest) and request.measure is None
