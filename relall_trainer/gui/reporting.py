"""Sending what was finished to a learning record store: switched on and off, looked at before, told of where it fails.

Off, which it is unless someone switched it on, nothing is imported for it and nothing is looked at. The sending itself
is ``lrs_posting``'s; what is sent, ``interop``'s.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import IO, TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from relall_trainer.errors import StoreError, TrainerError
from relall_trainer.gui.actions import Named
from relall_trainer.gui.tasks import Cancelled

if TYPE_CHECKING:
    from relall_trainer.gui.desk import Desk
    from relall_trainer.gui.lrs_posting import Posting
    from relall_trainer.gui.lrs_preview import Preview
    from relall_trainer.gui.lrs_settings_dialog import LrsSettingsDialog
    from relall_trainer.gui.lrs_words import Standing
    from relall_trainer.gui.messages import Messages
    from relall_trainer.gui.theme import Theme
    from relall_trainer.interop.lrs_log import SendingLog
    from relall_trainer.interop.lrs_outbox import Outbox
    from relall_trainer.interop.lrs_settings import LrsSettings

_TOPIC = "record-store"


class Reporting(QObject):
    """``changed`` whenever it stands otherwise than before.

    ``ask_save`` asks for a path (empty: called off); by default with a dialog.
    """

    changed = Signal()

    def __init__(
        self,
        window: QWidget,
        desk: Desk,
        messages: Messages,
        theme: Theme,
        *,
        ask_save: Callable[[QWidget], str] | None = None,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._desk = desk
        self._messages = messages
        self._theme = theme
        self._ask_save = ask_save or _save_path
        self._posting: Posting | None = None
        self._dialog: LrsSettingsDialog | None = None

    def named_actions(self) -> tuple[tuple[Named, Callable[[], object]], ...]:
        """The page of its settings, for the palette."""
        synonyms = ("lrs", "xapi", "send", "statements", "report", "network", "cmi5")
        return ((Named("record.store", "Learning record store…", (), synonyms), self.open),)

    def begin(self) -> None:
        """Go on sending where that was switched on; once the record is open, and whenever it was opened anew."""
        try:
            settings = self._settings()
        except StoreError:
            return  # the window has said so
        if settings is not None and settings.on:
            self._post().begin()

    def look(self) -> None:
        """Send what was finished just now rather than within half a minute."""
        if self._posting is not None:
            self._posting.look()

    @property
    def busy(self) -> bool:
        """Whether something is being sent."""
        return self._posting is not None and self._posting.busy

    # On and off

    def switch_on(self, settings: LrsSettings) -> None:
        """Keep these and begin. Raises StoreError: nothing has changed."""
        from relall_trainer.interop.lrs_settings import keep_settings

        self._stop()
        keep_settings(self._desk.store, replace(settings, on=True))
        self._forget_to_wait()
        self.begin()
        self.changed.emit()

    def switch_off(self) -> None:
        """Stop at once, and stay off; what is set stays set. Raises StoreError where that cannot be kept."""
        from relall_trainer.interop.lrs_settings import keep_settings

        self._stop()
        self._messages.settle(_TOPIC)
        settings = self._settings()
        if settings is not None:
            keep_settings(self._desk.store, replace(settings, on=False))
        self.changed.emit()

    def try_now(self) -> None:
        """Send what waits now, whatever was to be waited for; also what was refused before. Raises StoreError."""
        settings = self._settings()
        if self.busy or settings is None or not settings.on:
            return
        self._stop()
        self._outbox(settings).take_refused_again()
        self._forget_to_wait()
        self.begin()
        self.changed.emit()

    def _forget_to_wait(self) -> None:
        from relall_trainer.interop.lrs_log import log_paper

        self._desk.store.put_papers([log_paper(self._log().ready())])

    def _stop(self) -> None:
        if self._posting is not None:
            self._posting.stop()

    # The page

    def open(self) -> None:
        """Show how it stands, and let it be set."""
        try:
            dialog = self.make_dialog()
        except StoreError as error:
            self._messages.trouble(error, ("Try again", self.open), topic=_TOPIC)
            return
        dialog.exec()

    def make_dialog(self) -> LrsSettingsDialog:
        """The page, not yet shown. Raises StoreError where the record cannot be had."""
        from relall_trainer.gui.lrs_settings_dialog import LrsSettingsDialog

        dialog = LrsSettingsDialog(self._theme, self.standing(), self._desk.now(), self._window)
        dialog.switched_on.connect(self._ask_and_switch_on)
        dialog.preview_asked.connect(lambda settings: self._show_preview(settings, asks=False))
        dialog.switched_off.connect(lambda: self._guarded(self.switch_off))
        dialog.try_asked.connect(lambda: self._guarded(self.try_now))
        dialog.finished.connect(lambda _result: self._close_dialog())
        self.changed.connect(self._show_standing)
        self._dialog = dialog
        return dialog

    def standing(self) -> Standing:
        """How it stands. Raises StoreError."""
        from relall_trainer.gui.lrs_words import Standing
        from relall_trainer.interop.lrs_settings import LrsSettings

        outbox = None if self._posting is None else self._posting.outbox
        waiting, left_out = (None, 0) if outbox is None else (outbox.attempts, len(outbox.left_out))
        return Standing(self._settings() or LrsSettings(), self._log(), waiting, left_out, self.busy)

    def preview(self, settings: LrsSettings) -> Preview:
        """What would go now. Raises StoreError, or Cancelled where it took too long for her."""
        from relall_trainer.gui.lrs_preview import preview_of

        return preview_of(self._desk.store, self._outbox(settings), settings, self._dialog or self._window)

    def _ask_and_switch_on(self, settings: LrsSettings) -> None:
        if self._show_preview(settings, asks=True):
            self._guarded(lambda: self.switch_on(settings))

    def _show_preview(self, settings: LrsSettings, *, asks: bool) -> bool:
        from relall_trainer.gui.lrs_preview import PreviewDialog

        home = self._dialog or self._window
        try:
            preview = self.preview(settings)
        except Cancelled:
            return False
        except StoreError as error:
            self._say(error)
            return False
        dialog = PreviewDialog(self._theme, preview, home, lambda: self._save(preview, home), asks=asks)
        return bool(dialog.exec())

    def _save(self, preview: Preview, home: QWidget) -> None:
        path = self._ask_save(home)
        if path:
            self._guarded(lambda: _write(preview, path))

    def _show_standing(self) -> None:
        dialog = self._dialog
        if dialog is not None:
            self._guarded(lambda: dialog.show_standing(self.standing()))

    def _close_dialog(self) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            self.changed.disconnect(self._show_standing)
            dialog.deleteLater()

    # What is told

    def _tell(self, log: SendingLog, refused: int) -> None:
        """What a person has to do something about. The rest is for those who look at the page."""
        act = ("Learning record store…", self.open)
        if log.trouble is not None and log.waits_for_a_person:
            self._messages.trouble(log.trouble.error(), act, topic=_TOPIC)
        elif refused:
            were = "1 statement was" if refused == 1 else f"{refused:,} statements were"
            words = f"{were} not taken by the learning record store. All the others go on."
            self._messages.tell(words, act, topic=_TOPIC, stay=True)

    def _fail(self, error: TrainerError) -> None:
        """The record cannot be read or written: nothing is sent until it can."""
        self._messages.trouble(error, ("Try again", self.begin), topic=_TOPIC)

    def _say(self, error: TrainerError) -> None:
        if self._dialog is not None:
            self._dialog.show_trouble(error)
        else:
            self._messages.trouble(error, topic=_TOPIC)

    def _guarded(self, do: Callable[[], object]) -> None:
        try:
            do()
        except TrainerError as error:
            self._say(error)

    # What it works with, made when it is first needed

    def _post(self) -> Posting:
        from relall_trainer.gui.lrs_posting import Posting

        if self._posting is None:
            self._posting = Posting(self._desk, self._settings, self._outbox, self)
            self._posting.changed.connect(self.changed)
            self._posting.settled.connect(self._tell)
            self._posting.failed.connect(self._fail)
        return self._posting

    def _settings(self) -> LrsSettings | None:
        if self._desk.store.paper("lrs", "settings") is None:
            return None  # and nothing is imported for it
        from relall_trainer.interop.lrs_settings import read_settings

        return read_settings(self._desk.store)

    def _log(self) -> SendingLog:
        from relall_trainer.interop.lrs_log import read_log

        return read_log(self._desk.store)

    def _outbox(self, settings: LrsSettings) -> Outbox:
        from relall_trainer.gui.lrs_mastery import AssignedMastery
        from relall_trainer.interop.lrs_outbox import Outbox

        store = self._desk.store
        return Outbox(store, self._desk.replayed, settings, AssignedMastery(store).of)


def _write(preview: Preview, path: str) -> None:
    from relall_trainer.gui.saved_text import SavedText

    with SavedText(path) as file:
        stream = cast("IO[str]", file)
        stream.write("[\n")
        stream.write(",\n".join(preview.texts))
        stream.write("\n]\n")


def _save_path(window: QWidget) -> str:
    from relall_trainer.gui.saved_text import proposed_path

    path, _ = QFileDialog.getSaveFileName(
        window, "Save what would be sent", proposed_path("statements.json"), "xAPI statements (*.json)"
    )
    return path
