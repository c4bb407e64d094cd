from relall_trainer.gui.gradebook_lines import (
    BY_NAME,
    EVERYBODY,
    HIGHEST,
    IS_CRITICAL,
    IS_FLAGGED,
    IS_LATE,
    IS_MISSING,
    LATE,
    LOWEST,
    MISSING,
    NOT_HANDED_IN,
    NOT_MET,
    CellLine,
    ColumnLine,
    LearnerLine,
    MatrixLines,
    narrowed,
)
from tests.gui.gradebooks import matrix


def row(name: str, share: float | None = 0.5, **more: object) -> LearnerLine:
    return LearnerLine(name.lower(), name, (), "50%", share, **more)  # type: ignore[arg-type]


def names(rows: tuple[LearnerLine, ...]) -> list[str]:
    return [one.name for one in rows]


def test_a_cell_is_spoken_with_all_that_is_painted_and_more() -> None:
    cell = CellLine("acceptable", "3 of 4 points", confidence="Certain", took="42 s")
    lines = MatrixLines((ColumnLine("c/n", "Restage", "c", "A case"),))
    learner = LearnerLine("3", "Learner 03", (cell,), "75%", 0.75)
    assert lines.spoken(learner, 0) == "Learner 03, Restage: acceptable, 3 of 4 points, certain, 42 s"


def test_a_critical_error_and_an_answer_not_given_are_said() -> None:
    assert CellLine("contraindicated", "0 of 4 points", True).words() == (
        "contraindicated, critical error, 0 of 4 points"
    )
    assert CellLine(MISSING).words() == "not answered"


def test_rows_by_score_keep_those_without_one_at_the_end() -> None:
    rows = (row("A", 0.9), row("B", None), row("C", 0.2))
    assert names(narrowed(rows, EVERYBODY, "", BY_NAME)) == ["A", "B", "C"]
    assert names(narrowed(rows, EVERYBODY, "", LOWEST)) == ["C", "A", "B"]
    assert names(narrowed(rows, EVERYBODY, "", HIGHEST)) == ["A", "C", "B"]


def test_each_filter_leaves_those_it_names() -> None:
    rows = (
        row("A", standing=LATE),
        row("B", None, standing=NOT_HANDED_IN),
        row("C", critical=2),
        row("D", flags=("The clock went back.",)),
    )
    for only, left in ((IS_LATE, ["A"]), (IS_MISSING, ["B"]), (IS_CRITICAL, ["C"]), (IS_FLAGGED, ["D"])):
        assert names(narrowed(rows, only, "", BY_NAME)) == left


def test_a_learner_is_found_by_any_part_of_the_name() -> None:
    rows = matrix(30, 2).rows
    assert names(narrowed(rows, EVERYBODY, "arner 07", BY_NAME)) == ["Learner 07"]
    assert not narrowed(rows, EVERYBODY, "nobody", BY_NAME)


def test_only_the_decisions_of_the_course_are_left_with_their_cells() -> None:
    columns = (ColumnLine("c/a", "A", "c", "C"), ColumnLine("c/b", "B", "c", "C", course=False))
    cells = (CellLine("recommended"), CellLine(NOT_MET))
    lines = MatrixLines(columns, (LearnerLine("1", "Learner 01", cells, "100%", 1.0),))
    assert lines.unmarked_words() == "· not met on this road"
    left = lines.on_course()
    assert left.columns == columns[:1]
    assert left.rows[0].cells == cells[:1]
    assert not left.unmarked_words()
