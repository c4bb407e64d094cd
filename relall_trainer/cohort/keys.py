"""The key of the profile, and the keys of others that somebody looked at and confirmed.

The pair is made once, at the first file that is signed, and lies in the profile like everything else: who can read the
profile can sign in its name. A damaged key is said, never quietly replaced: teachers know the old one. What the
confirmation means to a file is left to whoever reads the file.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relall_trainer.cohort.paper_kinds import KEY, TRUSTED, PaperStore
from relall_trainer.cohort.plain_text import plain_line
from relall_trainer.cohort.signature import SigningKey, is_public_key
from relall_trainer.errors import StoreError
from relall_trainer.learner.chain import canonical

if TYPE_CHECKING:
    from relall_trainer.learner.papers import Paper

OWN = "own"
TEACHER = "teacher"


@dataclass(frozen=True, slots=True)
class TrustedKey:
    """A key somebody confirmed: ``who`` is ``teacher`` or ``learner <code>``; ``at`` is when, in UTC."""

    public: str
    who: str
    at: str


def own_key(store: PaperStore) -> SigningKey:
    """The key of this profile, made where there is none yet; raises StoreError where it cannot be read."""
    kept = store.paper(KEY, OWN)
    if kept is None:
        made = SigningKey.new()
        store.put_papers([(KEY, OWN, canonical({"seed": made.seed}))])
        return made
    try:
        return SigningKey.from_seed(json.loads(kept.body)["seed"])
    except (ValueError, KeyError, TypeError):
        raise StoreError(
            "The key this profile signs its files with cannot be read.",
            safe="Nothing was changed, and no new key was made.",
            todo="Restore a backup (relall-trainer restore); attempts and notes are not touched by this.",
        ) from None


def has_own_key(store: PaperStore) -> bool:
    """Whether a file was ever signed here."""
    return store.paper(KEY, OWN) is not None


def trusted_key(store: PaperStore, public: str) -> TrustedKey | None:
    """What was confirmed about a key; None where nobody did."""
    kept = store.paper(TRUSTED, public)
    return None if kept is None else _trusted(kept)


def trusted_keys(store: PaperStore) -> tuple[TrustedKey, ...]:
    """Every key that was confirmed, in the order of the keys."""
    return tuple(key for paper in store.papers(TRUSTED) if (key := _trusted(paper)) is not None)


def trust(store: PaperStore, public: str, who: str, at: str) -> None:
    """Keep that a key was confirmed: as whose, and when (UTC). Raises ValueError for what is no key."""
    if not is_public_key(public):
        raise ValueError("this is not the public half of a key")
    store.put_papers([(TRUSTED, public, canonical({"confirmed_at": at, "who": plain_line(who)}))])


def distrust(store: PaperStore, public: str) -> None:
    """Take a confirmation back."""
    store.drop_papers(TRUSTED, [public])


def learner_words(code: str) -> str:
    """The ``who`` of a learner's key."""
    return f"learner {code}"


def _trusted(paper: Paper) -> TrustedKey | None:
    """A paper that cannot be read confirms nothing."""
    try:
        said = json.loads(paper.body)
        return TrustedKey(paper.id, str(said["who"]), str(said["confirmed_at"]))
    except (ValueError, KeyError, TypeError):
        return None
