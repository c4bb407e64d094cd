"""The page to read: complete, whole in itself, and nothing in it but text."""

from __future__ import annotations

import io
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from relall_trainer.encounter.play import EXAM
from relall_trainer.errors import BadFile
from relall_trainer.learner.history import HistoryFilter
from relall_trainer.learner.log import events_of
from relall_trainer.learner.readable import DISCLAIMER, write_html
from relall_trainer.learner.store import LearnerStore
from tests.learner.played import Played, fill, opened, small_played
from tests.learner.samples import Clock

ALLOWED = {
    "html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "p", "ul", "li", "section", "article", "bdi",
}  # fmt: skip
PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src="//evil/x.png">',
    "<style>@import url(//evil)</style>",
    "&lt;b&gt; stays as typed",
    "</p></article></section></body>",
    "<!-- a comment",
    "javascript:alert(1)",
    "a\nsecond line",
)


class Page(HTMLParser):
    """What a browser would make of it: elements with their attributes, and the text."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.texts: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    @property
    def text(self) -> str:
        return " ".join(self.texts)


def page_of(played: Played, **more: Any) -> tuple[Page, int]:
    stream = io.StringIO()
    count = write_html(played.store, stream, Clock()(), more.pop("replayed", played.replayed), **more)
    stream.getvalue().encode()
    return Page(stream.getvalue()), count


def test_every_decision_is_told(tmp_path: Path) -> None:
    with opened(tmp_path / "profile", seed=4) as played:
        fill(played, 8)
        played.store.add_note("Small cohort <i>", evidence="ev-t1-nel-126")
        page, count = page_of(played)
        records = played.store.summaries(limit=100)
        assert count == len(records) == sum(tag == "section" for tag, _ in page.elements) - 1
        assert sum(tag == "article" for tag, _ in page.elements) == sum(record.answers for record in records)
        for record in records:
            assert record.head.case_title in page.text
            assert (
                f"Case {record.head.case_id} {record.head.case_version} · frey-luger-2015 1.0.0" in page.text
            )
            encounter = played.replayed(record, events_of(played.store, record.id))
            for visit in encounter.record:
                assert encounter.case.nodes[visit.node].title in page.text
                assert visit.rationale in page.text
        for note in played.store.notes():
            assert note.text in page.text
        assert page.text.count(DISCLAIMER) == 2


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_was_typed_stays_text(payload: str, tmp_path: Path) -> None:
    with small_played(
        tmp_path / "profile", rationale=payload, note=f"note {payload}", learner=payload
    ) as played:
        played.store.add_note(payload, evidence=payload)
        page, _ = page_of(played)
        assert page.text.count(payload) >= 3
        for tag, attributes in page.elements:
            assert tag in ALLOWED
            assert set(attributes) <= {"lang", "charset", "http-equiv", "content", "name", "class"}
        policy = [attributes.get("content") for _, attributes in page.elements if "http-equiv" in attributes]
        assert policy == ["default-src 'none'; style-src 'unsafe-inline'"]


def test_signs_that_hide_or_turn_text_are_shown(tmp_path: Path) -> None:
    hidden = "a\u202eb\u2066c\u200bd\x07e\ud800f\x1bg"
    with small_played(tmp_path / "profile", rationale=hidden, note="n", learner="") as played:
        page, _ = page_of(played)
        assert "a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf\ufffdg" in page.text


def test_an_exam_under_way_gives_no_rating_away(tmp_path: Path) -> None:
    with opened(tmp_path / "profile", seed=2) as played:
        road = played.begin(0, mode=EXAM)
        played.decide(road)
        page, _ = page_of(played)
        for word in (
            "recommended",
            "acceptable",
            "discouraged",
            "contraindicated",
            "points",
            "Left out",
            "Critical",
        ):
            assert word not in page.text
        played.finish(road)
        page, _ = page_of(played)
        assert "points" in page.text


def test_what_cannot_be_played_is_told_from_its_log(tmp_path: Path) -> None:
    def replayed(record: object, events: object) -> Any:
        raise BadFile("The case is <gone>.")

    with small_played(tmp_path / "profile", rationale="because <x>", note="n", learner="") as played:
        page, _ = page_of(played, replayed=replayed)
        assert "cannot be played again (The case is <gone>.)" in page.text
        assert "because <x>" in page.text


def test_it_can_be_narrowed_and_can_be_empty(tmp_path: Path, store: LearnerStore) -> None:
    with opened(tmp_path / "one") as played:
        fill(played, 3)
        _, count = page_of(played, wanted=HistoryFilter(case_id="no-such-case"))
        assert count == 0
        page, _ = page_of(played, wanted=HistoryFilter(case_id="no-such-case"))
        assert "There is no attempt yet." in page.text
