"""The pieces of a file are the same however it is cut into chunks, and the same as reading it at once."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relall_trainer.errors import BadFile
from relall_trainer.learner import export_parts
from relall_trainer.learner.export_parts import parts, plain

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
files = st.fixed_dictionaries(
    {
        "format": st.integers(),
        "exported_at": st.text(max_size=8),
        "attempts": st.lists(values, max_size=4),
        "notes": st.lists(values, max_size=3),
        "texts": st.dictionaries(st.text(max_size=6), st.text(max_size=30), max_size=3),
    }
)


@settings(deadline=None, max_examples=60)
@given(data=files, indent=st.sampled_from([None, 0, 2]), ascii_only=st.booleans(), size=st.integers(1, 40))
def test_pieces_are_what_json_reads(
    data: dict[str, Any], indent: int | None, ascii_only: bool, size: int
) -> None:
    text = json.dumps(data, indent=indent, ensure_ascii=ascii_only)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(export_parts, "_CHUNK", size)
        found: dict[str, Any] = {"attempts": [], "notes": [], "texts": {}}
        for part in parts(io.BytesIO(text.encode("utf-8", "surrogatepass"))):
            value = json.loads(part.text)
            if part.member == "texts":
                found["texts"][part.key] = value
            elif part.member in ("attempts", "notes"):
                found[part.member].append(value)
            else:
                found[part.member] = value
    assert found == data


@settings(deadline=None, max_examples=100)
@given(text=st.text(alphabet='{}[]",:\\ a1\n', max_size=60))
def test_any_other_text_is_refused_and_nothing_hangs(text: str) -> None:
    with pytest.raises(BadFile):
        list(parts(io.BytesIO(text.encode())))


def test_a_piece_holds_no_repeats_and_only_numbers_there_are() -> None:
    assert plain('{"a": [1, 2.5, "\\ud800"]}') == {"a": [1, 2.5, "\ud800"]}
    assert plain(str(2**63 - 1)) == 2**63 - 1
    for text in ('{"a":1,"a":1}', "NaN", "-Infinity", "1" * 41, "1e999", "[1,", "."):
        with pytest.raises(BadFile):
            plain(text)
