"""What may stand in a text: the limits that keep a renderer from hanging or reaching out."""

from __future__ import annotations

import pytest

from relall_trainer.casefiles.catalogue import Finding
from relall_trainer.casefiles.prose import MAX_BRACKETS, MAX_TEXT, citations, images, text_faults


def _findings(text: str) -> list[Finding]:
    return [finding for finding, _ in text_faults(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Fewer than <25 % [ev-cure-range], or 3 < 4 and a > b.",
        "**Strong**, *weak*, `code` and ``a `b` c``.",
        "![A scan](case:scan.png) and [the label](https://example.org/a?b=c).",
        "Café, µg, m², ≥, – and “quotes”\twith a tab\nand a line.",
        "x" * MAX_TEXT,
        "[a] " * MAX_BRACKETS,
    ],
)
def test_fine(text: str) -> None:
    assert _findings(text) == []


@pytest.mark.parametrize(
    "text", ["<b>", "</p>", "<img src=x>", "<!-- -->", "<?php", "<https://example.org>", "a <br/> b", "`<b>`"]
)
def test_raw_html(text: str) -> None:
    assert _findings(text) == [Finding.RAW_HTML]


@pytest.mark.parametrize(
    "text",
    [
        "![x](scan.png)",
        "![x](//host/share/scan.png)",
        "![x](file:///etc/passwd)",
        "![x](case:../scan.png)",
        "![x](case:scan.svg)",
        "![x][elsewhere]",
        "[x](http://example.org)",
        "[x](file:///etc/passwd)",
        "[x](javascript:alert(1))",
        "[x](//host/share)",
        "[x](https:///nowhere)",
        "[x](ev-t1-nel-126)",
        "[elsewhere]: file:///etc/passwd",
    ],
)
def test_bad_address(text: str) -> None:
    assert set(_findings(text)) == {Finding.BAD_ADDRESS}


@pytest.mark.parametrize(
    "character", ["\u202e", "\u2066", "\u200b", "\ufeff", "\x07", "\x85", "\u2028", "\ud800"]
)
def test_invisible(character: str) -> None:
    assert _findings(f"The counts{character} rise.") == [Finding.INVISIBLE]


def test_bracket_bomb_is_refused_before_anything_is_searched() -> None:
    assert _findings("[" * (MAX_BRACKETS + 1) + "<b>") == [Finding.TOO_MANY_BRACKETS]
    assert _findings("![" * 3000) == [Finding.TOO_MANY_BRACKETS]


@pytest.mark.parametrize("unit", ["`", "<a ", "![a](", "[a](", "[a]:\n", "``` ", "  ", "a<"])
def test_no_text_within_the_limit_takes_long_to_search(unit: str) -> None:
    # These would run for minutes if a search grew with the square of the text, and trip the runner's patience.
    text = (unit * MAX_TEXT)[:MAX_TEXT]
    for _ in range(20):
        _findings(text)


def test_too_long() -> None:
    assert _findings("x" * (MAX_TEXT + 1)) == [Finding.TOO_LONG]


def test_citations_in_order_with_misspelt_ones() -> None:
    text = "As shown [ev-t1-nel-126], later [S07] and doubted [I-04]; but [EV-x] is none and [ev-Bad] is misspelt."
    assert citations(text) == ["ev-t1-nel-126", "S07", "I-04", "ev-Bad"]


def test_images_of_the_case() -> None:
    assert images("![A](case:a.png) ![B](b.png) ![C](case:c-1.jpg)") == ["a.png", "c-1.jpg"]
