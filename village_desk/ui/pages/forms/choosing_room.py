"""The list of forms to choose from, with who it is for when somebody came along. Shows; decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from village_desk.services.forms.catalogue import Form
from village_desk.services.forms.installing import KnownForm
from village_desk.ui.kit.arrange import column
from village_desk.ui.kit.buttons import LargeButton
from village_desk.ui.kit.labels import label
from village_desk.ui.kit.table_columns import GroupHeading
from village_desk.ui.pages.forms import form_list
from village_desk.words import _


class ChoosingRoom(QWidget):
    """The table and its button. ``chosen``: a ``Form``, or a ``KnownForm`` that the township sent and nobody took."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._for = label(role="strong", name="forms_for")
        self.table = form_list.table()
        self.table.chosen.connect(self._choose)
        self.main = LargeButton(_("填这张表"), name="take_form")
        self.main.clicked.connect(self._choose_current)
        layout = column(self._for, self.table, self.main, gap=12)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def show_forms(
        self, forms: Sequence[Form], received: Sequence[KnownForm], fitting: Sequence[Form], who: str
    ) -> None:
        """Show these; ``fitting``: those that fit ``who`` now, "" for nobody."""
        self.table.show_rows(form_list.rows(forms, received, fitting, who))
        self._for.setText(_("给 {who} 打一张").format(who=who))
        self._for.setVisible(bool(who))

    def _choose_current(self) -> None:
        place = self.table.currentIndex().row()
        if 0 <= place < len(self.table.rows()):
            self._choose(self.table.rows()[place])

    def _choose(self, found: Any) -> None:
        if not isinstance(found, GroupHeading):
            self.chosen.emit(found)
