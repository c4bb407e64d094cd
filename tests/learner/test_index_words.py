"""Words are folded alike wherever they come from, and no sign is ever mistaken for one."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from relall_trainer.learner.index_words import document, folded, plain_words, sign, step_sign, typed


@given(st.text(max_size=80))
@example("İ ß ﬁ ǅ \u0345")
def test_folding_is_stable_and_leaves_words_of_letters_and_figures(text: str) -> None:
    words = folded(text)
    assert folded(" ".join(words)) == words
    for word in words:
        assert word
        assert not any(mark in word for mark in ' "=*^%;')
        assert word.isascii() or word.isalnum()


def test_small_large_and_accents_are_one() -> None:
    assert folded("Überraschung: HYPER-CVAD, 5 µg/m²") == folded("uberraschung hyper cvad 5 μg m2")
    assert typed("a A á b") == ("a", "b")
    assert typed(" \n\t") == ()


@given(st.text(max_size=20), st.text(max_size=20))
def test_two_values_never_share_a_sign(one: str, other: str) -> None:
    assert (sign("r", one) == sign("r", other)) == (one == other)
    assert (step_sign(one, "discouraged") == step_sign(other, "discouraged")) == (one == other)
    assert " " not in sign("r", one)
    assert sign("r", one).isascii()
    assert sign("a", one) != step_sign(one, "")


def test_a_document_holds_each_word_once() -> None:
    text = document(["Blasts, blasts", "MRD"], [sign("k", "1"), sign("k", "1")])
    assert text == "blasts mrd =k1"
    assert plain_words(text) == ["blasts", "mrd"]
