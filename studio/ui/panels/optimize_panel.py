"""The Optimize dock: presets, ticks with parameters, data, shapes, and the Convert button.

Everything it shows derives from the catalog and from the selected model's draft in the session;
every change is an edit of that draft, so undo and a second panel would just work.
"""

from __future__ import annotations

from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from studio.core import edits
from studio.core.keep import Keep
from studio.core.optimizations import CATALOG, PRESETS
from studio.core.recipe import kept_precisions
from studio.core.session import Dataset, Draft, Model, Session
from studio.ui import planning
from studio.ui.context import UiContext
from studio.ui.panels.keep_editor import KeepEditor
from studio.ui.panels.model_data_chooser import ModelDataChooser
from studio.ui.panels.optimization_row import OptimizationRow
from studio.ui.panels.plan_foot import PlanFoot
from studio.ui.panels.shapes_section import ShapesSection
from studio.ui.texts import tr, tr_core
from studio.ui.theme import GRID
from studio.ui.widgets.down_scroll import DownScroll
from studio.ui.widgets.fold import Fold
from studio.ui.widgets.labels import text_label

_RARE = frozenset(entry.id for entry in CATALOG.values() if entry.is_rare)


class OptimizePanel(QWidget):
    """What to make of the selected model."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.preset = QComboBox()
        self.preset.setToolTip(tr("Tick a set of variants that goes together."))
        self.preset.setAccessibleName(tr("Preset"))
        self.preset.addItem(tr("Own choice"), "")
        for preset in PRESETS:
            self.preset.addItem(tr_core(preset.title), preset.id)
            index = self.preset.count() - 1
            self.preset.setItemData(index, tr_core(preset.help), Qt.ItemDataRole.ToolTipRole)
        self.preset.activated.connect(self._on_preset)

        self.rows = {
            planning.PLAIN: OptimizationRow(tr(planning.PLAIN_TITLE), tr(planning.PLAIN_HELP))
        }
        self.rows.update({entry.id: OptimizationRow.of(entry) for entry in CATALOG.values()})
        for row in self.rows.values():
            row.edited.connect(self._on_ticked)
        self.more = Fold(
            tr("More optimizations"), tr("4-bit weights, 16-bit activations, sparse encoding, …")
        )
        self.keep = KeepEditor()
        self.keep.edited.connect(self._on_kept)

        self.calibration = ModelDataChooser(
            context,
            tr("CALIBRATION DATA"),
            tr(
                "Samples that int8 measures its ranges on: .npz (x, or the input names), .npy, "
                ".csv, TFRecord, or a folder of pictures or sounds."
            ),
        )
        self.calibration.chosen.connect(self._on_calibration)
        self.calibration.browse_requested.connect(
            lambda: self._context.run_command("choose-calibration")
        )
        self.calibration.folder_requested.connect(
            lambda: self._context.run_command("choose-calibration", is_folder=True)
        )
        self.random = QCheckBox(tr("Random data (only for trying)"))
        self.random.setToolTip(
            tr("Calibrate with random numbers: the variant is marked so for ever; never ship it.")
        )
        self.random.toggled.connect(self._on_random)
        self.evaluation = ModelDataChooser(
            context,
            tr("EVALUATION DATA"),
            tr(
                "Held-out samples for the check and for accuracy: .npz with x and y, .csv or "
                "TFRecord with labels, or a folder with a subfolder for each class."
            ),
            needs_labels=True,
        )
        self.evaluation.chosen.connect(self._on_evaluation)
        self.evaluation.browse_requested.connect(
            lambda: self._context.run_command("choose-evaluation")
        )
        self.evaluation.folder_requested.connect(
            lambda: self._context.run_command("choose-evaluation", is_folder=True)
        )
        for name, chooser in (("calibration", self.calibration), ("evaluation", self.evaluation)):
            chooser.invalid_changed.connect(partial(self._on_invalid, name))
        self.shapes = ShapesSection(context)
        self.shapes.signature_chosen.connect(self._on_signature)
        self.shapes.dynamic_batch_toggled.connect(self._on_dynamic_batch)

        self.none = text_label("", "small", muted=True, wrap=True)
        self.foot = PlanFoot()
        self.plan, self.reason = self.foot.plan, self.foot.reason
        self.convert = self.foot.convert
        self.convert.clicked.connect(lambda: context.run_command("convert"))
        self._lay_out()
        context.store.changed.connect(self._on_changed)
        context.store.selection_changed.connect(lambda _: self.refresh())
        self.refresh()

    def _lay_out(self) -> None:
        inner = QWidget()
        form = QVBoxLayout(inner)
        form.setContentsMargins(GRID + 4, GRID // 2, GRID + 4, GRID)
        form.setSpacing(GRID)
        form.addWidget(self.preset)
        form.addWidget(self.none)
        for entry_id, row in self.rows.items():
            (self.more.body if entry_id in _RARE else form).addWidget(row)
        form.addWidget(self.more)
        form.addWidget(self.keep)
        form.addSpacing(GRID // 2)
        form.addWidget(self.calibration)
        form.addWidget(self.random)
        form.addWidget(self.evaluation)
        form.addSpacing(GRID // 2)
        form.addWidget(self.shapes)
        form.addStretch(1)
        self._scroll = DownScroll(inner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self.foot)

    # --- from the store -------------------------------------------------------------------------

    @property
    def model(self) -> Model | None:
        return self._context.store.session.model(self._context.store.selection.model_id)

    def _on_changed(self, old: Session, new: Session) -> None:
        model_id = self._context.store.selection.model_id
        if old.model(model_id) is not new.model(model_id):
            self.refresh()

    def refresh(self) -> None:
        """Show the selected model's draft."""
        model = self.model
        self._scroll.setEnabled(model is not None and model.info is not None)
        draft = model.draft if model is not None else Draft()
        ticks = planning.ticks_of(draft)
        common = planning.why_none(model)
        self.none.setText(common)
        self.none.setVisible(bool(common))
        for entry_id, row in self.rows.items():
            declared = CATALOG.get(entry_id)
            reason = planning.why_not_optimization(model, declared) if declared else None
            params = ticks.params.get(entry_id, {})
            refused = planning.why_not_values(model, declared, params) if declared else {}
            remark = planning.remark_on(model, declared) if declared else ""
            row.show_state(entry_id in ticks.ids, params, reason, refused, remark, not common)
        rare = _RARE & ticks.ids
        if rare and not self.more.is_open:
            self.more.set_open(True)
        self._show_keep(draft)
        self.preset.setCurrentIndex(max(0, self.preset.findData(planning.preset_of(draft))))
        evaluation = model.evaluation_data if model else None
        self.calibration.show_for(model, model.calibration if model else None, evaluation)
        self.evaluation.show_for(model, evaluation)
        with QSignalBlocker(self.random):
            self.random.setChecked(draft.random_calibration)
        needs_data = any(recipe.needs_calibration for recipe in draft.recipes)
        self.random.setVisible(needs_data and (model is None or model.calibration is None))
        self.shapes.show_for(model, planning.common_of(draft))
        self._show_plan(model, draft)

    def _show_keep(self, draft: Draft) -> None:
        steps = [step for recipe in draft.recipes for step in recipe.steps]
        offered = kept_precisions(steps)
        wanted = {keep.precision for keep in draft.keep} - set(offered)
        able = ", ".join(
            tr_core(entry.title) for entry in CATALOG.values() if wanted & set(entry.keeps)
        )
        self.keep.show_keeps(draft.keep, offered, able)

    def _show_plan(self, model: Model | None, draft: Draft) -> None:
        invalid = self.calibration.invalid or self.evaluation.invalid
        reason = planning.why_not_convert(model) or invalid or None
        is_hopeless = model is not None and planning.is_quantized(model)  # the reason says it all
        recipes = () if is_hopeless else draft.recipes
        self.foot.show_plan(recipes, reason, has_model=model is not None)

    # --- from the user --------------------------------------------------------------------------

    def _edit_draft(self, text: str, **fields: object) -> None:
        model = self.model
        if model is not None:
            common = planning.common_of(model.draft)
            shared = {"batch": common.batch, "signature": common.signature}
            draft = replace(model.draft, **{**shared, **fields})
            self._context.store.apply(
                lambda session: edits.set_draft(session, model.id, draft), text
            )

    def _on_ticked(self) -> None:
        model = self.model
        if model is None:
            return
        ticks = planning.Ticks(
            frozenset(entry_id for entry_id, row in self.rows.items() if row.is_ticked),
            {entry_id: row.params for entry_id, row in self.rows.items()},
        )
        recipes = planning.recipes_for(ticks, planning.common_of(model.draft))
        self._edit_draft(tr("Change recipe"), recipes=recipes)

    def _on_preset(self) -> None:
        model, preset_id = self.model, str(self.preset.currentData())
        if model is not None and preset_id:
            recipes = planning.preset_recipes(preset_id, planning.common_of(model.draft))
            possible = tuple(
                recipe
                for recipe in recipes
                if all(
                    planning.why_not_optimization(model, CATALOG[step.optimization]) is None
                    for step in recipe.steps
                )
            )
            self._edit_draft(tr("Choose preset"), recipes=possible)
        self.refresh()

    def _on_random(self, is_on: bool) -> None:
        self._edit_draft(tr("Random calibration data"), random_calibration=is_on)

    def _on_dynamic_batch(self, is_on: bool) -> None:
        self._edit_common(tr("Keep dynamic batch"), batch="dynamic" if is_on else "fixed")

    def _on_signature(self, name: str | None) -> None:
        self._edit_common(tr("Choose signature"), signature=name)

    def _edit_common(self, text: str, **fields: object) -> None:
        model = self.model
        if model is not None:
            recipes = tuple(replace(recipe, **fields) for recipe in model.draft.recipes)
            self._edit_draft(text, recipes=recipes, **fields)

    def _on_kept(self, keeps: tuple[Keep, ...]) -> None:
        model = self.model
        if model is not None:
            self._context.store.apply(
                lambda session: edits.set_keep(session, model.id, keeps),
                tr("Change per-op precision"),
            )

    def _on_invalid(self, source: str, reason: str) -> None:
        self._context.hold("convert", source, reason)
        self._show_plan(self.model, self.model.draft if self.model else Draft())

    def _on_calibration(self, dataset: Dataset | None) -> None:
        model = self.model
        if model is not None:
            self._context.store.apply(
                lambda session: edits.set_calibration(session, model.id, dataset),
                tr("Change calibration data"),
            )

    def _on_evaluation(self, dataset: Dataset | None) -> None:
        model = self.model
        if model is not None:
            self._context.store.apply(
                lambda session: edits.set_evaluation_data(session, model.id, dataset),
                tr("Change evaluation data"),
            )
