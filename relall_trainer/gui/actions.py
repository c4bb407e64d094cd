"""Everything one can do in the window, named once: words, shortcut, other words it is found by."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from relall_trainer.gui.widgets.text import no_mnemonic


@dataclass(frozen=True, slots=True)
class Named:
    """One thing to do. ``synonyms`` are words it is also found by in the palette."""

    id: str
    text: str
    shortcuts: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()


WINDOW_ACTIONS = (
    Named("go.today", "Go to Today", ("Ctrl+1",), ("due", "start", "home", "plan")),
    Named("go.cases", "Go to Cases", ("Ctrl+2",), ("patients", "play")),
    Named("go.practice", "Go to Practice", ("Ctrl+3",), ("rules", "mastery", "drill", "spaced", "due")),
    Named("go.history", "Go to History", ("Ctrl+4",), ("attempts", "results", "past", "scores", "record")),
    Named("go.evidence", "Go to Evidence", ("Ctrl+5",), ("library", "paper", "search", "figures", "table")),
    Named("go.algorithm", "Go to Algorithm", ("Ctrl+6",), ("rules", "explore", "what if", "ratings", "why")),
    Named(
        "go.assignments", "Go to Assignments", ("Ctrl+7",), ("due", "exam", "hand in", "tasks", "homework")
    ),
    Named("go.cohort", "Go to Cohort", ("Ctrl+8",), ("learners", "fellows", "teach", "assign", "group")),
    Named(
        "go.gradebook",
        "Go to Gradebook",
        ("Ctrl+9",),
        ("handed in", "marks", "grade", "item analysis", "marked"),
    ),
    Named("file.open", "Open a file I was sent", ("Ctrl+O",), ("assignment", "feedback", "packet", "import")),
    Named("assign", "Write an assignment", (), ("new", "create", "give", "exam", "teach")),
    Named("conference", "Put a case before a group", (), ("conference", "present", "teach", "room")),
    Named("go.back", "Go back", ("Alt+Left",), ("previous", "return")),
    Named("continue", "Continue the case under way", ("Ctrl+R",), ("resume", "unfinished", "go on")),
    Named(
        "sitting", "Practice for ten minutes", ("Ctrl+T",), ("begin", "review", "due", "train", "practise")
    ),
    Named("glossary", "Abbreviations on this page", ("Ctrl+G",), ("glossary", "terms", "meaning", "words")),
    Named("print", "Save this page as PDF", ("Ctrl+P",), ("print", "paper", "export", "file")),
    Named("anki", "Save an Anki deck", (), ("cards", "flashcards", "export", "apkg")),
    Named("table", "Show Table 1", (), ("regimens", "salvage", "complete remission", "rates")),
    Named("palette", "Find an action", ("Ctrl+K",), ("commands", "search", "menu")),
    Named("preferences", "Settings", ("Ctrl+,",), ("preferences", "options", "theme", "dark", "font")),
    Named("theme.light", "Use the light colors", (), ("theme", "bright", "day", "colours")),
    Named("theme.dark", "Use the dark colors", (), ("theme", "night", "colours")),
    Named("theme.contrast", "Use the high-contrast colors", (), ("theme", "accessibility", "colours")),
    Named("theme.system", "Use the system's colors", (), ("theme", "automatic", "colours")),
    Named("text.larger", "Make the text larger", ("Ctrl++", "Ctrl+="), ("zoom", "bigger", "font", "size")),
    Named("text.smaller", "Make the text smaller", ("Ctrl+-",), ("zoom", "font", "size")),
    Named("text.usual", "Text at 100%", ("Ctrl+0",), ("zoom", "reset", "font", "size", "normal")),
    Named("notice", "What this program is and is not", (), ("disclaimer", "about", "purpose", "limits")),
    Named("help", "Help", ("F1",), ("keys", "shortcuts", "manual", "scoring")),
    Named("about", "About RelALL Trainer", (), ("version", "license", "credits")),
    Named("close", "Close the window", ("Ctrl+Q",), ("quit", "exit", "leave")),
)


class Actions:
    """The actions that can be taken now, by id.

    A page adds its own while it is shown, and takes them away after.
    """

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._actions: dict[str, tuple[Named, QAction]] = {}

    def add(self, named: Named, do: Callable[[], object]) -> QAction:
        """Make an action of the window. A second one of the same id is an error."""
        if named.id in self._actions:
            raise ValueError(f"the action {named.id} is there already")
        action = QAction(no_mnemonic(named.text), self._window)
        action.setObjectName(named.id)
        action.setShortcuts([QKeySequence(keys) for keys in named.shortcuts])
        action.setAutoRepeat(False)
        action.triggered.connect(lambda _checked=False: do())
        self._window.addAction(action)
        self._actions[named.id] = (named, action)
        return action

    def remove(self, action_id: str) -> None:
        """Take an action away again."""
        _named, action = self._actions.pop(action_id)
        self._window.removeAction(action)
        action.deleteLater()

    def __getitem__(self, action_id: str) -> QAction:
        return self._actions[action_id][1]

    def __contains__(self, action_id: str) -> bool:
        return action_id in self._actions

    def __iter__(self) -> Iterator[tuple[Named, QAction]]:
        """All of them, in the order they were added."""
        return iter(list(self._actions.values()))
