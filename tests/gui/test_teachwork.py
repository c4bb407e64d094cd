"""A teacher's work over a real record: a cohort, an assignment in files, a new version, keys, a case before a group."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from relall_trainer.casefiles.fresh_questions import load_questions
from relall_trainer.casefiles.shelf import Shelf
from relall_trainer.cohort import paper_kinds
from relall_trainer.cohort.draft import MadeCase
from relall_trainer.cohort.teaching import Teaching
from relall_trainer.cohort.terms import EXAM
from relall_trainer.encounter.fresh import fresh_pair
from relall_trainer.encounter.fresh_questions import Questions
from relall_trainer.errors import StoreError
from relall_trainer.gui.desk import Desk
from relall_trainer.gui.teachwork import Teachwork
from relall_trainer.gui.widgets.key_dialog import KeyDialog
from relall_trainer.gui.widgets.naming import NamingDialog
from relall_trainer.gui.widgets.roster_preview import RosterDialog
from relall_trainer.paths import Profile, assets_folder
from tests.cohort.teaching_desk import hand_in, handed, rules, rules_text
from tests.gui.own_desk import desk_of_its_own
from tests.gui.stage import Listener, look
from tests.learner.samples import Clock

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ROSTER = "Learner 01\nLearner 02, Ana\nLearner 03"
CASE = "headaches-on-maintenance"


class Messages(Listener):
    """What was said, with the act that goes with it."""

    def __init__(self) -> None:
        super().__init__()
        self.acts: list[Any] = []

    def tell(self, text: str, act: Any = None, *, topic: str = "notice", stay: bool = False) -> None:
        self.told.append(text)
        self.acts.append(act)


class School:
    """A teacher at her desk, with folders to choose and dialogs that are answered."""

    def __init__(self, profile: Profile, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.clock = Clock(NOW)
        self.profile = profile
        self.desk: Desk = desk_of_its_own(profile, self.clock)
        self.messages = Messages()
        self.folder = folder
        self.folders: list[Path | None] = []
        self.asked: list[str] = []
        self.pages: list[str] = []
        self.troubles: list[StoreError] = []
        self._patch = monkeypatch
        self.work = self.new_work()

    def new_work(self) -> Teachwork:
        def questions() -> Questions:
            return load_questions(assets_folder() / "fresh")

        theme, icons = look()
        made = Teachwork(
            self.desk,
            lambda: Teaching(
                lambda: self.desk.store,
                Shelf(self.profile),
                lambda: self.desk.algorithm,
                rules_text,
                self.clock,
                "test",
                questions,
            ),
            questions,
            cast("Any", SimpleNamespace(give=lambda _use: None)),
            cast("Any", self.messages),
            theme,
            icons,
            lambda error, _again: self.troubles.append(error),
            zone=UTC,
            ask_folder=self._ask_folder,
            ask_csv=lambda _window: "",
        )
        made.page_asked.connect(self.pages.append)
        return made

    def _ask_folder(self, _window: QWidget, title: str) -> str:
        self.asked.append(title)
        chosen = self.folders.pop(0) if self.folders else self.folder
        return "" if chosen is None else str(chosen)

    def answer(self, kind: type[QDialog], do: Callable[[Any], object]) -> None:
        """What is done with dialogs of this kind from now on."""
        self._patch.setattr(kind, "exec", lambda dialog: do(dialog))

    def start_cohort(self, text: str = ROSTER) -> None:
        def fill(dialog: RosterDialog) -> None:
            dialog.text.setPlainText(text)
            dialog.look()
            dialog.take.click()

        self.answer(RosterDialog, fill)
        self.work.show_cohort()
        self.work.cohort.empty.button.click()

    def assign(self, qtbot: QtBot, title: str = "CNS relapse", **terms: Any) -> str:
        """Write an assignment through the form; its id."""
        self.work.begin_assignment()
        page = self.work.assign
        page.cases.title.setText(title)
        page.cases.cases.cards[CASE].click()
        if terms.get("exam"):
            page.mode.modes[EXAM].click()
        if "extra" in terms:
            page.extra.add.pick(terms["extra"])
        page.create_button.click()
        return self.work.teaching.assignments()[0].id

    @property
    def files(self) -> list[str]:
        return sorted(one.name for one in self.folder.iterdir())

    @property
    def shown(self) -> str:
        """The name of the cohort on the page; empty for none."""
        lines = self.work.cohort.lines
        return lines.name if lines else ""

    @property
    def waiting(self) -> list[str]:
        """Whose keys are to be confirmed, as the page has it."""
        lines = self.work.cohort.lines
        return [one.code for one in lines.to_confirm] if lines else []


@pytest.fixture
def school(
    profile: Profile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> Iterator[School]:
    folder = tmp_path / "files"
    folder.mkdir()
    made = School(profile, folder, monkeypatch)
    qtbot.addWidget(made.work.cohort)
    qtbot.addWidget(made.work.assign)
    yield made
    made.desk.close()


def test_an_assignment_is_out_in_six_acts(school: School) -> None:
    school.work.show_cohort()
    acts = 0
    school.start_cohort()  # 1: the one button; 2: paste and start
    acts += 2
    school.work.cohort.none_given.button.click()  # 3
    page = school.work.assign
    page.cases.title.setText("CNS relapse")  # 4
    page.cases.cases.cards[CASE].click()  # 5
    page.create_button.click()  # 6, and a folder
    acts += 4
    assert acts == 6
    assert school.files == ["cns-relapse-v1.relall-assignment"]
    body = json.loads((school.folder / school.files[0]).read_text(encoding="utf-8"))["body"]
    assert body["learners"] == ["Learner 01", "Learner 02", "Learner 03"]
    assert body["due_at"].startswith("2026-11-29T17:00")
    assert "Ana" not in (school.folder / school.files[0]).read_text(encoding="utf-8")
    assert school.pages == ["assign", "assign"]


def test_what_was_given_stands_on_the_cohorts_page(school: School, qtbot: QtBot) -> None:
    school.start_cohort()
    school.assign(qtbot, exam=True)
    school.work.show_cohort()
    lines = school.work.cohort.lines
    assert lines is not None
    given = lines.given[0]
    assert (given.title, given.exam, given.handed_in, given.of) == ("CNS relapse", True, 0, 3)
    assert given.can_release
    assert given.dates == "due Sun 29 Nov, 17:00"


def test_nothing_is_made_where_no_folder_is_chosen(school: School, qtbot: QtBot) -> None:
    school.start_cohort()
    school.folders = [None]
    school.work.begin_assignment()
    page = school.work.assign
    page.cases.title.setText("CNS relapse")
    page.cases.cases.cards[CASE].click()
    page.create_button.click()
    assert school.work.teaching.assignments() == ()
    assert page.draft.title == "CNS relapse"
    page.create_button.click()
    assert school.files == ["cns-relapse-v1.relall-assignment"]


def test_the_form_is_kept_when_one_looks_away_or_closes_the_program(school: School, qtbot: QtBot) -> None:
    school.start_cohort()
    school.work.begin_assignment()
    page = school.work.assign
    page.cases.title.setText("Half a title")
    page.mode.modes[EXAM].click()
    school.desk.close()
    again = school.new_work()
    qtbot.addWidget(again.assign)
    again.begin_assignment()
    assert again.assign.draft.title == "Half a title"
    assert again.assign.draft.exam
    assert again.assign.cases.title.text() == "Half a title"


def test_the_kept_form_is_gone_once_it_was_sent(school: School, qtbot: QtBot) -> None:
    school.start_cohort()
    school.assign(qtbot)
    school.work.begin_assignment()
    assert not school.work.assign.draft.begun


def test_a_cleared_form_can_be_brought_back(school: School, qtbot: QtBot) -> None:
    school.start_cohort()
    school.work.begin_assignment()
    page = school.work.assign
    page.cases.title.setText("Half a title")
    page.clear.click()
    assert page.draft.title == ""
    school.messages.acts[-1][1]()
    assert page.draft.title == "Half a title"


def test_a_new_version_takes_the_place_of_the_one_before(school: School, qtbot: QtBot) -> None:
    school.start_cohort()
    name = school.assign(qtbot)
    school.work.show_cohort()
    school.work.cohort.version_asked.emit(name)
    page = school.work.assign
    assert page.draft.title == "CNS relapse"
    page.cases.title.setText("CNS relapse, again")
    page.create_button.click()
    sent = school.work.teaching.sent(name)
    assert (sent.assignment.version, sent.assignment.title) == (2, "CNS relapse, again")
    assert school.files == ["cns-relapse-again-v2.relall-assignment", "cns-relapse-v1.relall-assignment"]


def test_files_are_written_again_the_very_same(school: School, qtbot: QtBot, tmp_path: Path) -> None:
    school.start_cohort()
    name = school.assign(qtbot)
    other = tmp_path / "other"
    other.mkdir()
    school.folders = [other]
    school.work.show_cohort()
    school.work.cohort.files_asked.emit(name)
    assert (other / school.files[0]).read_bytes() == (school.folder / school.files[0]).read_bytes()
    assert school.work.assign.written.files.rows.rowCount() == 1


def test_a_file_of_ones_own_goes_to_one_alone(school: School, qtbot: QtBot, tmp_path: Path) -> None:
    school.start_cohort()
    shared = tmp_path / "shared"
    shared.mkdir()
    school.work.teaching.shared.choose(shared)
    school.assign(qtbot, exam=True, extra="Learner 02")
    assert [one.name for one in shared.iterdir()] == ["cns-relapse-v1.relall-assignment"]
    assert school.files == [
        "cns-relapse-v1-for-learner-02.relall-assignment",
        "cns-relapse-v1.relall-assignment",
    ]
    assert "out of the others' sight" in school.asked[-1]
    rows = school.work.assign.written.files.rows
    told = [rows.data(rows.index(row)) for row in range(rows.rowCount())]
    assert any("Only for Learner 02" in one for one in told)


def test_made_patients_are_previewed_and_sent_as_previewed(school: School, qtbot: QtBot) -> None:
    school.start_cohort()
    school.work.begin_assignment()
    page = school.work.assign
    page.cases.title.setText("Fresh ones")
    page.cases.count.setValue(2)
    page.cases.seed.setValue(41)
    qtbot.waitUntil(lambda: "About" in page.cases.preview_words, timeout=20_000)
    page.create_button.click()
    sent = school.work.teaching.sent(school.work.teaching.assignments()[0].id)
    assert sent.sources == (MadeCase(41, None), MadeCase(42, None))
    assert page.cases.preview_words.endswith("; ".join(item.title for item in sent.assignment.items))


def test_a_learner_taken_out_can_be_put_back(school: School) -> None:
    school.start_cohort()
    page = school.work.cohort
    page.roster.come_to("Learner 02")
    page.roster.remove.click()
    assert page.lines is not None
    assert [one.code for one in page.lines.learners] == ["Learner 01", "Learner 03"]
    page.undo_asked.emit()
    assert [one.code for one in page.lines.learners] == ["Learner 01", "Learner 02", "Learner 03"]
    assert school.messages.told[-1] == "Undone: removing Ana (Learner 02)."
    page.undo_asked.emit()
    assert "nothing to undo" in school.messages.told[-1]


def test_a_cohort_taken_away_can_be_put_back(school: School) -> None:
    school.start_cohort()
    page = school.work.cohort
    page.remove_cohort_asked.emit()
    assert school.shown == ""
    school.messages.acts[-1][1]()
    assert school.shown == "Fellows 2026"


def test_learners_are_added_and_renamed(school: School) -> None:
    school.start_cohort()
    school.answer(
        RosterDialog,
        lambda dialog: (dialog.text.setPlainText("Learner 09, Bo"), dialog.look(), dialog.take.click()),
    )
    page = school.work.cohort
    page.add.click()
    assert page.lines is not None
    assert page.lines.learners[-1].name == "Bo"
    school.answer(NamingDialog, lambda dialog: (dialog.fields[1].setText("Cy"), dialog.keep.click()))
    page.roster.come_to("Learner 09")
    page.roster.rename.click()
    assert page.lines.learners[-1].name == "Cy"


def test_codes_stand_for_names_after_the_next_start_too(school: School, qtbot: QtBot) -> None:
    school.start_cohort()
    school.work.cohort.codes.click()
    again = school.new_work()
    qtbot.addWidget(again.cohort)
    again.show_cohort()
    assert again.cohort.lines is not None
    assert again.cohort.lines.codes_only


def test_a_key_is_confirmed_once_and_can_be_taken_back(school: School, qtbot: QtBot) -> None:
    school.start_cohort()
    name = school.assign(qtbot)
    sent = school.work.teaching.sent(name)
    path = hand_in(school.folder, handed(sent.assignment, "Learner 01"), "one")
    school.work.teaching.import_files([path]).run()
    school.work.show_cohort()
    page = school.work.cohort
    assert page.lines is not None
    assert page.lines.given[0].handed_in == 1
    assert school.waiting == ["Learner 01"]
    school.answer(KeyDialog, lambda dialog: dialog.same.click())
    page.confirm.click()
    assert school.waiting == []
    assert school.work.teaching.keys_to_confirm() == ()
    page.undo_asked.emit()
    assert school.waiting == ["Learner 01"]


def test_the_folder_is_shared_and_left(school: School) -> None:
    school.start_cohort()
    page = school.work.cohort
    page.choose_folder.click()
    assert page.lines is not None
    assert page.lines.folder == str(school.folder)
    page.leave_folder.click()
    assert page.lines.folder == ""
    school.messages.acts[-1][1]()
    assert page.lines.folder == str(school.folder)


def kept(school: School) -> list[str]:
    """Every paper of the record."""
    kinds = [value for name, value in vars(paper_kinds).items() if name.isupper() and isinstance(value, str)]
    return [f"{kind} {paper.id}" for kind in kinds for paper in school.desk.store.papers(kind)]


def test_a_group_leaves_nothing_in_anybodys_record(school: School, qtbot: QtBot) -> None:
    school.start_cohort()
    name = school.assign(qtbot)
    before = kept(school)
    page = school.work.conference
    qtbot.addWidget(page)
    school.work.cohort.present_asked.emit(name)
    assert school.pages[-1] == "conference"
    for _ in range(6):
        page.stage.options.toggle_number(1)
        page.stage.go_on()
    assert school.desk.attempts() == []
    assert kept(school) == before


def test_a_pair_is_put_before_the_group_one_after_the_other(school: School, qtbot: QtBot) -> None:
    pair = fresh_pair(rules(), load_questions(assets_folder() / "fresh"), 3)
    page = school.work.conference
    qtbot.addWidget(page)
    school.work.present_pair(pair)
    assert page.stage.discussion is not None
    assert page.stage.discussion.case == pair.first.case
    for _ in range(20):
        if page.stage.discussion.case == pair.second.case:
            break
        page.stage.go_on()
    assert page.stage.discussion.case == pair.second.case


def test_a_record_that_cannot_be_had_is_said(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_any: object) -> None:
        raise StoreError("The disk is full.", safe="Nothing was changed.", todo="Make room.")

    school.start_cohort()
    monkeypatch.setattr(type(school.desk.store), "put_papers", refuse)
    school.work.cohort.roster.come_to("Learner 01")
    school.work.cohort.roster.remove.click()
    assert [error.what for error in school.troubles] == ["The disk is full."]


def test_a_folder_that_cannot_be_written_costs_no_assignment(
    school: School, qtbot: QtBot, tmp_path: Path
) -> None:
    school.start_cohort()
    file = tmp_path / "a file"
    file.write_text("x")
    school.folders = [file]
    name = school.assign(qtbot)
    assert "teaching" in school.messages.troubles
    assert school.pages[-1] == "cohort"
    error, acts = school.messages.troubles["teaching"]
    assert str(file) in error.what
    cast("Any", acts)[0][1]()  # once more, into a folder this time
    assert [one.id for one in school.work.teaching.assignments()] == [name]
    assert school.files == ["cns-relapse-v1.relall-assignment"]


def test_once_a_cohort_is_made_the_keyboard_stands_at_a_new_assignment(school: School, qtbot: QtBot) -> None:
    page = school.work.cohort
    page.show()
    qtbot.waitExposed(page)
    page.activateWindow()
    school.start_cohort()
    qtbot.waitUntil(page.none_given.button.hasFocus, timeout=2000)


def test_where_files_were_put_last_is_offered_again(
    school: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered: list[str] = []

    def ask(_window: QWidget, _title: str, folder: str) -> str:
        offered.append(folder)
        return str(tmp_path)

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", ask)
    for _ in range(2):
        school.work._folder_path(school.work.cohort, "Where to")
    assert offered[0] != offered[1] == str(tmp_path)
