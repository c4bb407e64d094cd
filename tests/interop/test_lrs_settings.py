"""What may be set: where to send to, as whom; and that it is kept as it was set."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from relall_trainer.errors import TrainerError
from relall_trainer.interop.lrs_settings import (
    Address,
    LrsSettings,
    address_of,
    keep_settings,
    read_settings,
)
from tests.learner.played import opened

SET = LrsSettings(
    "https://lrs.example.org/xapi/", "relall", "s3cret", "L01", "2026-11-22T10:00:00.000Z", on=True
)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://lrs.example.org", Address(True, "lrs.example.org", 443, "/")),
        ("https://LRS.example.org/xAPI", Address(True, "lrs.example.org", 443, "/xAPI/")),
        ("https://lrs.example.org/a/b/statements/", Address(True, "lrs.example.org", 443, "/a/b/")),
        ("https://lrs.example.org:8443/x%20y/", Address(True, "lrs.example.org", 8443, "/x%20y/")),
        ("http://localhost:8100/xAPI", Address(False, "localhost", 8100, "/xAPI/")),
        ("http://127.0.0.1", Address(False, "127.0.0.1", 80, "/")),
        ("http://[::1]:9/", Address(False, "::1", 9, "/")),
        ("https://10.1.2.3/", Address(True, "10.1.2.3", 443, "/")),
    ],
)
def test_an_address_is_understood(typed: str, address: Address) -> None:
    assert address_of(typed) == address
    assert address_of(str(address)) == address


@pytest.mark.parametrize(
    "typed",
    [
        "", "lrs.example.org", "ftp://lrs.example.org/", "https://", "https:///xapi", "https://lrs.example.org/?a=b",
        "https://lrs.example.org/#x", "https://lrs example.org/", "https://lrs.example.org:0/",
        "https://lrs.example.org:99999/", "https://lrs.example.org:x/", "https://[::1/", "https://[fe80::1%eth0]/",
        "https://lrs.example.org/\r\nX: y", "https://lrs.example.org/ä", "https://bücher.example/",
        "https://-lrs.example.org/", "javascript:alert(1)", "file:///etc/passwd",
        f"https://lrs.example.org/{'a' * 600}",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(TrainerError) as caught:
        address_of(typed)
    assert caught.value.safe == "Nothing was sent."
    assert caught.value.todo


@pytest.mark.parametrize(
    "typed",
    [
        "http://lrs.example.org/", "http://10.1.2.3/", "http://localhost.example.org/", "http://127.0.0.1.example.org/",
        "http://[fe80::1]/", "http://0.0.0.0/",
    ],
)  # fmt: skip
def test_without_tls_only_this_computer(typed: str) -> None:
    with pytest.raises(TrainerError, match="begins with http"):
        address_of(typed)


def test_a_password_in_the_address_is_refused_and_not_repeated() -> None:
    for typed in ("https://ana:hush@lrs.example.org/", "https//ana:hush@lrs.example.org/"):
        with pytest.raises(TrainerError) as caught:
            address_of(typed)
        assert "hush" not in caught.value.one_line()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"user": ""}, "user name"),
        ({"user": "a:b"}, "user name"),
        ({"user": "a\nb"}, "cannot be sent"),
        ({"password": "a\0b"}, "cannot be sent"),
        ({"account": "ana@hospital.example"}, "mail address"),
        ({"account": "x" * 501}, "too long"),
    ],
)
def test_what_cannot_be_sent_is_refused(change: dict[str, Any], words: str) -> None:
    with pytest.raises(TrainerError, match=words) as caught:
        replace(SET, **change).checked()
    assert SET.password not in caught.value.one_line()


def test_what_is_typed_is_tidied() -> None:
    checked = replace(SET, endpoint=" https://lrs.example.org/xapi/statements ", account=" L01 ").checked()
    assert checked == SET
    assert SET.password not in repr(SET)


def test_it_is_kept_in_the_record(tmp_path: Path) -> None:
    with opened(tmp_path / "profile") as played:
        assert read_settings(played.store) is None
        keep_settings(played.store, SET)
        assert read_settings(played.store) == SET
        keep_settings(played.store, replace(SET, on=False))
    with opened(tmp_path / "profile") as played:
        assert read_settings(played.store) == replace(SET, on=False)
        whole = {name: getattr(SET, name) for name in SET.__dataclass_fields__}
        for other in (
            {"endpoint": 7},
            {"endpoint": "http://lrs.example.org/"},
            {"since": "soon"},
            {"user": ""},
        ):
            played.store.put_papers([("lrs", "settings", json.dumps({**whole, **other}))])
            assert read_settings(played.store) is None, other
        played.store.put_papers([("lrs", "settings", "[]")])
        assert read_settings(played.store) is None
