"""What is set for sending statements to a learning record store, and the paper it is kept as.

Knows no network: an address is looked at, not looked up. Sending is left to ``lrs_client``, what to send to
``lrs_outbox``.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from relall_trainer.errors import TrainerError
from relall_trainer.learner import chain

if TYPE_CHECKING:
    from relall_trainer.learner.store import LearnerStore

KIND, ID = "lrs", "settings"
LONGEST = 500
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?", re.ASCII)
_PATH = re.compile(r"[A-Za-z0-9/._~%!$&'()*+,;=:@-]*", re.ASCII)
_LOCAL = "localhost"
_STATEMENTS = "statements"
_SAFE = "Nothing was sent."


@dataclass(frozen=True, slots=True)
class Address:
    """Where the store is. ``path`` begins and ends with a slash; ``secure``: by TLS."""

    secure: bool
    host: str
    port: int
    path: str

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = 443 if self.secure else 80
        port = "" if self.port == usual else f":{self.port}"
        return f"http{'s' if self.secure else ''}://{host}{port}{self.path}"


@dataclass(frozen=True, slots=True)
class LrsSettings:
    """``account`` is her name there (empty: an opaque one); ``since``: only what was finished from then on."""

    endpoint: str = ""
    user: str = ""
    password: str = field(default="", repr=False)
    account: str = ""
    since: str = ""
    on: bool = False

    @property
    def address(self) -> Address:
        return address_of(self.endpoint)

    def checked(self) -> LrsSettings:
        """These, the address in full. Raises TrainerError saying what cannot be so."""
        address = address_of(self.endpoint.strip())
        for what, text in (("name", self.user), ("password", self.password), ("account name", self.account)):
            if len(text) > LONGEST or not text.isprintable():
                raise _refused(
                    f"The {what} is too long, or holds signs that cannot be sent.", "Type it again."
                )
        if not self.user or ":" in self.user:
            raise _refused(
                "The user name for the store is missing, or has a colon in it.",
                "Ask whoever runs the store for a name and a password for this program.",
            )
        if "@" in self.account:
            raise _refused(
                "The account name looks like a mail address, which is never sent.",
                "Use a code or a short name, or leave it empty.",
            )
        return replace(self, endpoint=str(address), account=self.account.strip())


def address_of(endpoint: str) -> Address:
    """The store's address, of what was typed. Raises TrainerError: it is https, or a store on this very computer."""
    try:
        parts = urlsplit(endpoint)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise _not_an_address(endpoint) from None
    if (
        parts.scheme not in ("http", "https")
        or parts.query
        or parts.fragment
        or not _PATH.fullmatch(parts.path)
    ):
        raise _not_an_address(endpoint)
    if "@" in parts.netloc:
        raise _refused(
            "A name or a password stands in the address of the store.", "Type them in their own fields."
        )
    if not _is_host(host) or (port is not None and not 0 < port < 65_536) or len(endpoint) > LONGEST:
        raise _not_an_address(endpoint)
    secure = parts.scheme == "https"
    if not secure and not is_here(host):
        raise _refused(
            "The address begins with http, so anyone on the way could read what is sent, and the password.",
            "Use the address of the store that begins with https.",
        )
    path = parts.path.rstrip("/").removesuffix(f"/{_STATEMENTS}")
    return Address(secure, host, port or (443 if secure else 80), f"{path}/")


def is_here(host: str) -> bool:
    """Whether a host is this computer itself."""
    try:
        return host == _LOCAL or ip_address(host).is_loopback
    except ValueError:
        return False


def read_settings(store: LearnerStore) -> LrsSettings | None:
    """What is set; None where nothing ever was, or not in a way that can be used. Raises StoreError."""
    paper = store.paper(KIND, ID)
    if paper is None:
        return None
    try:
        plain = json.loads(paper.body)
        words = {name: plain[name] for name in ("endpoint", "user", "password", "account", "since")}
        if not all(isinstance(word, str) for word in words.values()):
            return None
        if words["since"] and datetime.fromisoformat(words["since"]).tzinfo is None:
            return None
        return LrsSettings(**words, on=plain["on"] is True).checked()
    except (KeyError, TypeError, ValueError, TrainerError):
        return None


def keep_settings(store: LearnerStore, settings: LrsSettings) -> None:
    """Keep them, readable by whoever can read the profile. Raises StoreError."""
    plain = {name: getattr(settings, name) for name in LrsSettings.__dataclass_fields__}
    store.put_papers([(KIND, ID, chain.canonical(plain))])


def _is_host(host: str) -> bool:
    if ":" not in host:
        return _HOST.fullmatch(host) is not None
    try:
        return ip_address(host).version == 6 and "%" not in host
    except ValueError:
        return False


def _not_an_address(endpoint: str) -> TrainerError:
    shown = endpoint.rpartition("@")[2][:60]  # whatever stands before an @ may be a password
    return _refused(
        f"{shown!r} is not the address of a learning record store." if shown else "The address is missing.",
        "It looks like https://lrs.example.org/xapi/.",
    )


def _refused(what: str, todo: str) -> TrainerError:
    return TrainerError(what, safe=_SAFE, todo=todo)
