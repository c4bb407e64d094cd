"""Markdown with limits first, no raw HTML, and citations as numbered links."""

from __future__ import annotations

import pytest

from relall_trainer.gui.markdown import to_html, within_limits, without_citations


def test_citations_are_numbered_in_order_of_appearance() -> None:
    html = to_html("Nobody [ev-gmall-547], a few [ev-cure-range]; nobody [ev-gmall-547], see [S13].")
    assert html.count('<a href="evidence:ev-gmall-547">[1]</a>') == 2
    assert '<a href="evidence:ev-cure-range">[2]</a>' in html
    assert '<a href="evidence:S13">S13</a>' in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src='/etc/passwd'>",
        "![x](/etc/passwd)",
        "[x](file:///etc/passwd)",
        "[x](javascript:alert)",
        "![x](//host/share/x.png)",
        "a <div style='background:url(//host/x)'> b",
        "&lt;script&gt;",
        "[ev-x](http://host)",
    ],
)
def test_nothing_opens_a_file_a_host_or_a_script(text: str) -> None:
    html = to_html(text)
    for bad in ("<script", "<img", "<div", 'href="file', 'href="javascript', 'href="http:', 'src="'):
        assert bad not in html


@pytest.mark.parametrize("bomb", ["[" * 6000, "![" * 4000, "> " * 4000, "- " * 4000, "x" * 8001, " " * 200 + "- x"])
def test_a_bomb_is_shown_unformatted(bomb: str) -> None:
    assert not within_limits(bomb)
    assert to_html(bomb).startswith("<pre>")


def test_hidden_characters_are_dropped() -> None:
    assert "\u202e" not in to_html("a\u202eb")
    assert without_citations("**Bold** [ev-x-y] a\u200bb") == "Bold ab"
