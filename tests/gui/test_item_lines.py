from relall_trainer.cohort.answer_sheets import Answer, Group, Item, Sheet
from relall_trainer.cohort.statistics import analyse
from relall_trainer.gui.item_lines import AnalysisLines, analysis_lines


def lines(learners: int) -> AnalysisLines:
    """So many learners, two decisions in two cases, every second learner wrong at the first."""
    items = (
        Item("one", "a 1.0.0", "Restage", options=("x", "y")),
        Item("two", "b 1.0.0", "Goals", options=("z",)),
    )
    sheets = tuple(
        Sheet(
            f"Learner {place:02}",
            (Answer("one", place % 2, 1, ("x",) if place % 2 else ("y",)), Answer("two", place % 3 / 2, 1)),
        )
        for place in range(learners)
    )
    return analysis_lines(analyse(Group(items, sheets)), {}, {"a 1.0.0": "A case (version 1.0.0)"})


def test_nothing_is_said_of_nine_that_takes_ten() -> None:
    made = lines(9)
    item = made.items[0]
    assert item.short == "0.44 of the points (n = 9)"
    assert any("not shown (n = 9): below 10 learners it would be chance" in told for told in item.told)
    assert made.alpha == ("Cronbach's alpha not shown (n = 9): below 10 learners it would be chance.",)
    assert item.bar is not None
    assert item.bar[1] < item.bar[0] < item.bar[2]


def test_every_figure_of_more_learners_has_n_interval_and_gate() -> None:
    made = lines(12)
    told = " ".join(made.items[0].told)
    assert "n = 12, 95% interval" in told
    assert "unstable below 30 learners" in told
    assert "unstable below 30 learners" in made.alpha[0]


def test_cases_and_steps_go_by_their_names_where_they_have_one() -> None:
    first, second = lines(4).items
    assert (first.case, second.case) == ("A case (version 1.0.0)", "b 1.0.0")
    assert [one.label for one in first.chosen] == ["x", "y"]
    assert first.chosen[0].told.startswith("chosen by 2 of 4")
