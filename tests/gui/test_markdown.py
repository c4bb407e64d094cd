from __future__ import annotations

import subprocess
import sys

import pytest

from relall_trainer.gui.markdown import MAX_LENGTH, plain, to_html, within_limits, without_citations


def test_markdown_becomes_html() -> None:
    html = to_html(
        "# Title\n\nSome **strong** and *soft* words.\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    )
    for part in ("<h1>", "<strong>strong</strong>", "<em>soft</em>", "<li>one</li>", "<td>2</td>"):
        assert part in html


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=/etc/passwd>",
        "<b onclick=x>hi</b>",
        "<!-- hidden -->",
        "<a href='file:///etc/passwd'>x</a>",
        "<style>p{background:url(//host/share/x)}</style>",
    ],
)
def test_raw_html_is_shown_letter_for_letter(attack: str) -> None:
    html = to_html(f"before {attack} after")
    assert "<script" not in html
    assert "<img" not in html
    assert "<style" not in html
    assert "&lt;" in html


@pytest.mark.parametrize("name", ["/etc/passwd", "//host/share/x.png", "http://a/b.png", "case:x.png"])
def test_pictures_are_left_out(name: str) -> None:
    html = to_html(f"![words]({name}) ![other][ref]\n\n[ref]: {name}")
    assert "<img" not in html


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "file:///etc/passwd", "http://x.y", "//host/share", "data:text/html,x"]
)
def test_links_lead_nowhere_but_to_evidence_and_https(address: str) -> None:
    assert f'href="{address}' not in to_html(f"[a link]({address})")


def test_https_links_stay() -> None:
    assert 'href="https://example.org/a"' in to_html("[a link](https://example.org/a)")


def test_citations_lead_to_the_evidence_by_number() -> None:
    html = to_html("Low [ev-a-1], lower [ev-b-2], as said [ev-a-1].")
    assert '<a href="evidence:ev-a-1">[1]</a>, lower <a href="evidence:ev-b-2">[2]</a>' in html
    assert html.count('<a href="evidence:ev-a-1">[1]</a>') == 2


@pytest.mark.parametrize("name", ["S01", "I-15"])
def test_later_work_and_inconsistencies_are_cited_by_name(name: str) -> None:
    assert f'<a href="evidence:{name}">{name}</a>' in to_html(f"Survival was low [{name}].")


def test_what_is_no_citation_stays_text() -> None:
    html = to_html("see [this] and [EV-X] and [S1]")
    assert "href" not in html
    assert "[this]" in html


@pytest.mark.parametrize(
    "bomb",
    [
        "[" * 6000,
        "![" * 4000,
        "x" * (MAX_LENGTH + 1),
        "> " * 3000 + "deep",
        "- " * 3000 + "deep",
        "".join("  " * depth + "- x\n" for depth in range(80)),
        "*" * 7999,
        "_a" * 3999,
        "`" * 7999,
        "<div>" * 1500,
        "|" * 7900 + "\n" + "|-" * 40,
        "&" * 7999,
        "\\" * 7999,
        "1. " * 2600,
        "# " * 3900,
    ],
    ids=lambda text: repr(text[:8]),
)
def test_no_text_holds_the_window_up(bomb: str) -> None:
    script = (
        "import sys; from relall_trainer.gui.markdown import to_html; print(len(to_html(sys.stdin.read())))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], input=bomb, capture_output=True, text=True, timeout=8, check=True
    )
    assert int(done.stdout) > 0


def test_limits_are_asked_first() -> None:
    assert within_limits("short")
    assert not within_limits("[" * 201)
    assert to_html("[" * 201).startswith("<pre>")


def test_what_cannot_be_seen_is_taken_out() -> None:
    assert plain("a\u202eb\u200bc\u2066d\x07e\ufefff") == "abcdef"
    assert plain("tab\tline\nž é µg ✓") == "tab\tline\nž é µg ✓"


def test_a_single_line_has_no_signs() -> None:
    assert without_citations("It was **low** [ev-a-b],\nsee `x`.") == "It was low , see x."


def test_citations_leave_no_gap_behind() -> None:
    from relall_trainer.gui.markdown import uncited

    assert (
        uncited("a clear CSF [ev-p1-relapse]. Then\n[S01], no more [x](y).")
        == "a clear CSF. Then, no more [x](y)."
    )
