"""One key per profile, made once; what was confirmed stays; damage is said and never mended quietly."""

from __future__ import annotations

import pytest

from relall_trainer.cohort.keys import (
    TEACHER,
    TrustedKey,
    distrust,
    has_own_key,
    learner_words,
    own_key,
    trust,
    trusted_key,
    trusted_keys,
)
from relall_trainer.cohort.signature import SigningKey
from relall_trainer.errors import StoreError
from tests.cohort.signed_samples import Drawer

AT = "2026-11-22T14:03:00.000Z"
SOMEBODY = SigningKey.from_seed("44" * 32).public


@pytest.fixture
def drawer() -> Drawer:
    return Drawer()


def test_the_key_is_made_once(drawer: Drawer) -> None:
    first = own_key(drawer)
    assert own_key(drawer) == first
    assert own_key(Drawer()) != first
    assert has_own_key(drawer)
    assert not has_own_key(Drawer())


@pytest.mark.parametrize("body", ["", "{}", "[]", '{"seed":1}', '{"seed":"11"}', '{"seed":null}', "garbled"])
def test_a_key_that_cannot_be_read_is_not_replaced(drawer: Drawer, body: str) -> None:
    drawer.put_papers([("key", "own", body)])
    with pytest.raises(StoreError, match="cannot be read") as caught:
        own_key(drawer)
    assert "no new key" in caught.value.safe
    assert drawer.held == {("key", "own"): body}


def test_what_was_confirmed_is_kept_and_can_be_taken_back(drawer: Drawer) -> None:
    assert trusted_key(drawer, SOMEBODY) is None
    trust(drawer, SOMEBODY, learner_words("Learner 01"), AT)
    assert trusted_key(drawer, SOMEBODY) == TrustedKey(SOMEBODY, "learner Learner 01", AT)
    assert trusted_keys(drawer) == (TrustedKey(SOMEBODY, "learner Learner 01", AT),)
    distrust(drawer, SOMEBODY)
    assert trusted_key(drawer, SOMEBODY) is None
    assert trusted_keys(drawer) == ()


@pytest.mark.parametrize("public", ["", "zz" * 32, "00" * 32, SOMEBODY.upper()])
def test_what_is_no_key_is_not_trusted(drawer: Drawer, public: str) -> None:
    with pytest.raises(ValueError, match="not the public half"):
        trust(drawer, public, TEACHER, AT)
    assert drawer.held == {}


def test_a_damaged_confirmation_confirms_nothing(drawer: Drawer) -> None:
    drawer.put_papers([("trusted", SOMEBODY, "{}")])
    assert trusted_key(drawer, SOMEBODY) is None
    assert trusted_keys(drawer) == ()
