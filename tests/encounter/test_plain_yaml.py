"""Plain data written as YAML are read back as they were, and always written alike."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relall_trainer.encounter.plain_yaml import to_yaml
from relall_trainer.textfile import parse_yaml

TEXT = st.text(
    st.characters(
        codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\u2028\u2029\ufeff\ufffe\uffff"
    ),
    max_size=30,
)
KEY = st.from_regex(r"\A[a-z][a-z_]{0,8}\Z").filter(
    lambda key: key not in ("true", "false", "null", "no", "yes")
)
SCALAR = (
    st.none()
    | st.booleans()
    | st.integers(-(10**12), 10**12)
    | TEXT
    | st.sampled_from([0.5, 12.5, 3.0, -1.25])
)
DATA = st.recursive(
    SCALAR,
    lambda inner: (
        st.lists(SCALAR | st.dictionaries(KEY, inner, max_size=3), max_size=4)
        | st.dictionaries(KEY, inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.dictionaries(KEY, DATA, min_size=1, max_size=5))
def test_there_and_back(data: dict[str, Any]) -> None:
    assert parse_yaml(to_yaml(data)).data == data
    assert to_yaml(data) == to_yaml(data)


def test_a_text_is_never_taken_for_something_else() -> None:
    data = {
        "a": "no",
        "b": "1.0",
        "c": "null",
        "d": "- x: y",
        "e": 'a "quoted" \\ one\nand two',
        "f": "",
        "g": "# no",
    }
    assert parse_yaml(to_yaml(data)).data == data


def test_it_looks_as_it_should() -> None:
    data = {"id": "x", "n": 2, "list": [{"a": 1, "b": []}, "t"], "map": {}, "deep": {"c": None}}
    assert to_yaml(data) == (
        'id: "x"\nn: 2\nlist:\n  - a: 1\n    b: []\n  - "t"\nmap: {}\ndeep:\n  c: null\n'
    )


def test_what_is_not_plain_is_refused() -> None:
    with pytest.raises(TypeError, match="not plain"):
        to_yaml({"a": object()})
