"""Changes to cohorts as the page asks for them: each with a question where one is needed, and a way to undo it.

What may stand as a name or a code is ``cohort.roster``'s to say.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from relall_trainer.clinical.wording import counted
from relall_trainer.errors import BadFile, TrainerError
from relall_trainer.gui.teach_lines import LearnerLine, RosterLine

if TYPE_CHECKING:
    from relall_trainer.cohort.roster import Cohort
    from relall_trainer.cohort.roster_csv import RosterPreview
    from relall_trainer.cohort.teaching import Teaching
    from relall_trainer.gui.icons import Icons
    from relall_trainer.gui.messages import Messages
    from relall_trainer.gui.theme import Theme
    from relall_trainer.gui.widgets.roster_preview import RosterDialog

_MOST_UNDONE = 30
_TOPIC = "cohort"


class CohortChanges:
    """``changed`` is called with the id of the cohort to show after a change; ``ask_csv`` asks for a path."""

    def __init__(
        self,
        teaching: Callable[[], Teaching],
        page: QWidget,
        messages: Messages,
        theme: Theme,
        icons: Icons,
        guard: Callable[[Callable[[], object]], bool],
        changed: Callable[[str], object],
        ask_csv: Callable[[QWidget], str],
    ) -> None:
        self._teaching = teaching
        self._page = page
        self._messages = messages
        self._theme = theme
        self._icons = icons
        self._guard = guard
        self._changed = changed
        self._ask_csv = ask_csv
        self._undone: list[tuple[str, Callable[[], object]]] = []
        self._left: dict[str, str] = {}  # learners typed and not taken in, by cohort; empty: a new one

    # -- cohorts ---------------------------------------------------------------------------------------------

    def start_cohort(self, year: int) -> None:
        """Ask for a name and learners, and make a cohort of them."""
        from relall_trainer.gui.widgets.roster_preview import RosterDialog

        names = {one.name for one in self._teaching().cohorts.all()}
        name = f"Fellows {year}" if f"Fellows {year}" not in names else ""
        dialog = RosterDialog(
            self._theme, self._icons, self._reader(None), self._open_csv, self._window, name=name
        )
        dialog.learners_taken.connect(lambda name, text, codes: self._make(name, text, codes=codes))
        self._ask(dialog, "")

    def rename_cohort(self, cohort: str) -> None:
        """Ask for another name."""
        from relall_trainer.gui.widgets.naming import NamingDialog

        here = self._teaching().cohorts.get(cohort)
        dialog = NamingDialog(
            self._theme, "Rename the cohort", [("Name", here.name)], self._wrong_name, self._window
        )
        dialog.named.connect(lambda typed: self._rename_to(cohort, typed[0]))
        dialog.exec()

    def remove_cohort(self, cohort: str) -> None:
        """Take it away; can be undone."""

        def remove() -> None:
            before = self._teaching().cohorts.remove(cohort)
            self._tell(
                f"“{before.name}” is removed. What was assigned and handed in is kept.",
                f"removing “{before.name}”",
                lambda: self._put_back(before),
            )
            self._changed("")

        self._guard(remove)

    # -- learners --------------------------------------------------------------------------------------------

    def add_learners(self, cohort: str) -> None:
        """Ask for learners, one a line or from a file, and take them in."""
        from relall_trainer.gui.widgets.roster_preview import RosterDialog

        dialog = RosterDialog(self._theme, self._icons, self._reader(cohort), self._open_csv, self._window)
        dialog.learners_taken.connect(lambda _name, text, codes: self._add(cohort, text, codes=codes))
        self._ask(dialog, cohort)

    def _ask(self, dialog: RosterDialog, cohort: str) -> None:
        """What was typed and left is there again when one comes back."""
        if left := self._left.pop(cohort, ""):
            dialog.text.setPlainText(left)
            dialog.look()
        if not dialog.exec():
            self._left[cohort] = dialog.text.toPlainText()

    def rename_learner(self, cohort: str, code: str) -> None:
        """Ask for another code or name."""
        from relall_trainer.gui.widgets.naming import NamingDialog

        learner = self._teaching().cohorts.get(cohort).learner(code)
        if learner is None:
            return
        dialog = NamingDialog(
            self._theme,
            f"Learner {learner.code}",
            [("Code: stands in every file", learner.code), ("Name: stays on this computer", learner.name)],
            self._wrong_learner,
            self._window,
        )
        dialog.named.connect(lambda typed: self._change(cohort, code, *typed))
        dialog.exec()

    def remove_learner(self, cohort: str, code: str) -> None:
        """Take her out; can be undone. What she handed in stays."""

        def remove() -> None:
            before = self._teaching().cohorts.take_out(cohort, code)
            learner = before.learner(code)
            name = learner.shown if learner else code
            self._tell(
                f"{name} is removed. What was handed in is kept.",
                f"removing {name}",
                lambda: self._put_back(before),
            )
            self._changed(cohort)

        self._guard(remove)

    def confirm_key(self, learner: LearnerLine) -> None:
        """Show the first key of hers nobody has confirmed; keep it as hers if it is."""
        from relall_trainer.gui.widgets.key_dialog import KeyDialog

        if not learner.to_confirm:
            return
        dialog = KeyDialog(self._theme, learner, learner.to_confirm[0], self._window)
        dialog.confirmed.connect(lambda public: self._confirm(public, learner.code))
        dialog.exec()

    def undo(self) -> None:
        """Take the last change back."""
        if not self._undone:
            self._messages.tell("There is nothing to undo here.", topic=_TOPIC)
            return
        words, take_back = self._undone.pop()
        if self._guard(take_back):
            self._messages.tell(f"Undone: {words}.", topic=_TOPIC)

    def forget(self) -> None:
        """Nothing is to be undone any more."""
        self._undone.clear()
        self._left.clear()

    # -- parts -----------------------------------------------------------------------------------------------

    @property
    def _window(self) -> QWidget:
        return self._page.window()

    def _make(self, name: str, text: str, *, codes: bool) -> None:
        def make() -> None:
            learners = self._preview(text, None, codes=codes).learners if text.strip() else ()
            made = self._teaching().cohorts.create(name, learners)
            self._tell(f"“{made.name}” is there, with {counted(len(made.learners), 'learner')}.")
            self._changed(made.id)
            # Once the dialog is gone: to what comes next, a new assignment.
            QTimer.singleShot(0, self._page, self._page.setFocus)

        self._guard(make)

    def _rename_to(self, cohort: str, name: str) -> None:
        def rename() -> None:
            before = self._teaching().cohorts.rename(cohort, name)
            self._tell(
                f"“{before.name}” has another name now.",
                f"renaming “{before.name}”",
                lambda: self._put_back(before),
            )
            self._changed(cohort)

        self._guard(rename)

    def _add(self, cohort: str, text: str, *, codes: bool) -> None:
        def add() -> None:
            here = self._teaching().cohorts.get(cohort)
            lines = self._lines(text, here, codes=codes)
            self._teaching().cohorts.add(cohort, self._preview(text, here, codes=codes).learners)
            many = sum(one.taken for one in lines)
            added = counted(many, "learner")
            self._tell(f"{added} added.", f"adding {added}", lambda: self._put_back(here))
            self._changed(cohort)

        self._guard(add)

    def _change(self, cohort: str, code: str, new_code: str, name: str) -> None:
        from relall_trainer.cohort.roster import Learner

        def change() -> None:
            before = self._teaching().cohorts.change(cohort, code, Learner(new_code, name))
            self._tell(f"{code} is changed.", f"the change to {code}", lambda: self._put_back(before))
            self._changed(cohort)

        self._guard(change)

    def _confirm(self, public: str, code: str) -> None:
        def confirm() -> None:
            self._teaching().confirm(public, code)
            self._tell(
                f"The key of {code} is confirmed.",
                f"confirming the key of {code}",
                lambda: self._unconfirm(public),
            )
            self._changed("")

        self._guard(confirm)

    def _unconfirm(self, public: str) -> None:
        self._teaching().unconfirm(public)
        self._changed("")

    def _put_back(self, cohort: Cohort) -> None:
        self._teaching().cohorts.put_back(cohort)
        self._changed(cohort.id)

    def _tell(self, words: str, change: str = "", take_back: Callable[[], object] | None = None) -> None:
        """Say what was done; ``change`` is what undoing it is called."""
        if take_back is None:
            self._messages.tell(words, topic=_TOPIC)
            return
        entry = (change, take_back)
        self._undone = [*self._undone[1 - _MOST_UNDONE :], entry]
        self._messages.tell(words, ("Undo", lambda: self._undo_this(entry)), topic=_TOPIC)

    def _undo_this(self, entry: tuple[str, Callable[[], object]]) -> None:
        if self._undone and self._undone[-1] is entry:
            self.undo()

    def _reader(self, cohort: str | None) -> Callable[[str, bool], Sequence[RosterLine]]:
        here = self._teaching().cohorts.get(cohort) if cohort else None
        return lambda text, codes: self._lines(text, here, codes=codes)

    def _lines(self, text: str, cohort: Cohort | None, *, codes: bool) -> Sequence[RosterLine]:
        from relall_trainer.gui.cohort_filling import roster_lines
        from relall_trainer.gui.teach_lines import REFUSED

        try:
            return roster_lines(self._preview(text, cohort, codes=codes))
        except BadFile as fault:
            return [RosterLine(0, "", "", REFUSED, fault.what)]

    def _preview(self, text: str, cohort: Cohort | None, *, codes: bool) -> RosterPreview:
        from relall_trainer.cohort.roster import Cohort
        from relall_trainer.cohort.roster_csv import roster_of

        here = cohort or Cohort("", "")
        preview = roster_of(text)
        if codes:
            preview = preview.as_codes(here.codes)
        return preview.beside(here)

    def _open_csv(self) -> str:
        """The text of a file she chooses; empty where she chose none, or it cannot be read (which is said)."""
        path = self._ask_csv(self._window)
        if not path:
            return ""
        from relall_trainer.cohort.roster_csv import roster_text

        try:
            text = roster_text(Path(path))
        except TrainerError as error:
            self._messages.trouble(error, topic="roster")
            return ""
        self._messages.settle("roster")
        return text

    def _wrong_name(self, typed: Sequence[str]) -> str:
        return "" if typed[0] else "A cohort needs a name."

    def _wrong_learner(self, typed: Sequence[str]) -> str:
        from relall_trainer.cohort.roster import code_fault, name_fault

        for what, fault in (("code", code_fault(typed[0])), ("name", name_fault(typed[1]))):
            if fault:
                return f"The {what} {fault}."
        return ""
