"""One question to a learning record store and its answer, over HTTP with TLS.

Only the host that was set is spoken to: redirects are told, never followed, and proxies of the environment are not
used. Certificates are checked by the system's rules, always. This module alone opens network sockets; whoever sends
imports it, and nothing else does. What the answers mean is left to ``lrs_delivery``.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from base64 import b64encode
from collections.abc import Sequence
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from urllib.parse import urlencode

from relall_trainer.interop.lrs_settings import LrsSettings
from relall_trainer.interop.lrs_troubles import (
    Answer,
    Stopped,
    Trouble,
    bad_certificate,
    broken_off,
    no_answer,
    not_a_store,
    not_local,
    not_reached,
    too_long,
    unknown_host,
)

VERSION = "1.0.3"
LONGEST_ANSWER = 4 * 1024 * 1024
_PATIENCE = 20.0  # s, for a step of the exchange
_LONGEST_EXCHANGE = 90.0  # s; an answer that only drips is cut off
_CHUNK = 64 * 1024


class LrsClient:
    """Asks one store. Every method raises Trouble where there is no answer, and Stopped after ``stop``.

    ``context`` is what certificates are checked by; by default the system's rules.
    """

    def __init__(
        self,
        settings: LrsSettings,
        *,
        patience: float = _PATIENCE,
        longest: float = _LONGEST_EXCHANGE,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self._address = settings.address
        token = b64encode(f"{settings.user}:{settings.password}".encode()).decode("ascii")
        self._headers = {
            "Authorization": f"Basic {token}",
            "X-Experience-API-Version": VERSION,
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "Connection": "close",
        }
        self._patience = patience
        self._longest = longest
        self._context = context
        self._stopped = threading.Event()
        self._line: socket.socket | None = None

    def post(self, statements: Sequence[str]) -> Answer:
        """Hand statements over, each as its JSON text."""
        body = f"[{','.join(statements)}]".encode()
        return self._ask("POST", f"{self._address.path}statements", body)

    def fetch(self, statement_id: str) -> Answer:
        """What the store holds under an id."""
        query = urlencode({"statementId": statement_id})
        return self._ask("GET", f"{self._address.path}statements?{query}")

    def stop(self) -> None:
        """Break off at once, from whichever thread."""
        self._stopped.set()
        self._cut()

    def _ask(self, method: str, path: str, body: bytes | None = None) -> Answer:
        if self._stopped.is_set():
            raise Stopped
        overdue = threading.Event()

        def cut_off() -> None:
            overdue.set()
            self._cut()

        watch = threading.Timer(self._longest, cut_off)
        watch.daemon = True
        watch.start()
        try:
            answer = self._exchange(method, path, body)
            if (
                self._stopped.is_set() or overdue.is_set()
            ):  # it may have been cut short without its being seen
                raise broken_off(self._address.host)
            return answer
        except (OSError, http.client.HTTPException, Trouble) as error:
            if self._stopped.is_set():
                raise Stopped from None
            if overdue.is_set():
                raise no_answer(self._address.host) from None
            if isinstance(error, Trouble):
                raise
            raise _trouble_of(error, self._address.host) from None
        finally:
            watch.cancel()

    def _exchange(self, method: str, path: str, body: bytes | None) -> Answer:
        line = self._connection()
        try:
            line.connect()
            self._line = line.sock
            if self._stopped.is_set():  # meanwhile
                raise Stopped
            if not self._address.secure and not _leads_here(line.sock):
                raise not_local(self._address.host)
            headers = dict(self._headers)
            if body is not None:
                headers["Content-Type"] = "application/json"
            line.request(method, path, body, headers)
            answer = line.getresponse()
            wait = _seconds(answer.getheader("Retry-After"), answer.getheader("Date"))
            return Answer(answer.status, _read(answer), wait)
        finally:
            self._line = None
            line.close()

    def _connection(self) -> http.client.HTTPConnection:
        address = self._address
        if not address.secure:
            return http.client.HTTPConnection(address.host, address.port, timeout=self._patience)
        context = self._context or ssl.create_default_context()
        return http.client.HTTPSConnection(
            address.host, address.port, timeout=self._patience, context=context
        )

    def _cut(self) -> None:
        line = self._line
        if line is None:
            return
        try:
            # The plain one: what stands above it is in the hands of the thread that reads.
            socket.socket.shutdown(line, socket.SHUT_RDWR)
        except OSError:
            return  # it has ended by itself


def _read(answer: http.client.HTTPResponse) -> bytes:
    parts: list[bytes] = []
    size = 0
    while part := answer.read(_CHUNK):
        parts.append(part)
        size += len(part)
        if size > LONGEST_ANSWER:
            raise too_long()
    if answer.length:  # fewer than were promised
        raise http.client.IncompleteRead(b"")
    return b"".join(parts)


def _leads_here(line: socket.socket) -> bool:
    """Whether the other end is this computer; ``localhost`` is only a name."""
    return ip_address(str(line.getpeername()[0])).is_loopback


def _seconds(retry_after: str | None, now: str | None) -> float | None:
    """How long the store asks to be left alone. A moment is taken by the store's own clock, not by ours."""
    text = (retry_after or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        wait = (parsedate_to_datetime(text) - parsedate_to_datetime(now or "")).total_seconds()
    except (TypeError, ValueError):
        return None
    return max(0.0, wait)


def _trouble_of(error: OSError | http.client.HTTPException, host: str) -> Trouble:
    match error:
        case ssl.SSLCertVerificationError():
            return bad_certificate(host)
        case socket.gaierror():
            return unknown_host(host)
        case TimeoutError():
            return no_answer(host)
        case ConnectionRefusedError():
            return not_reached(host)
        case http.client.IncompleteRead() | http.client.RemoteDisconnected() | OSError():
            return broken_off(host)
        case _:
            return not_a_store(host)
