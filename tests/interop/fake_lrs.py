"""A learning record store on loopback that fails as it is told to, and remembers everything that reached it."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from relall_trainer.interop.lrs_compare import same_statement
from relall_trainer.interop.lrs_settings import LrsSettings

USER, PASSWORD = "relall", "the pass: wörd"
FINE = "fine"
BEFORE = ("500", "503", "429", "drop", "reset", "silent", "junk", "drip")
"""Failures where nothing is stored."""
AFTER = ("500 after", "drop after", "reset after", "silent after", "half after", "cut after")
"""Failures after something was stored: the answer is lost, or half of them are there."""


@dataclass
class Asked:
    """A request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    statements: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class FakeLrs:
    """``plan`` says what becomes of each request, by its number and method; ``strict``: 409 for whatever is there."""

    plan: Callable[[int, str], str] = lambda _number, _method: FINE
    strict: bool = False
    stored: dict[str, dict[str, Any]] = field(default_factory=dict)
    writes: dict[str, int] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    port: int = 0
    secure: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)
    over: threading.Event = field(default_factory=threading.Event)

    def settings(self, **more: Any) -> LrsSettings:
        scheme = "https" if self.secure else "http"
        wanted = {
            "endpoint": f"{scheme}://127.0.0.1:{self.port}/xapi/",
            "user": USER,
            "password": PASSWORD,
            "on": True,
        }
        return LrsSettings(**{**wanted, **more})

    def store(self, statements: list[dict[str, Any]]) -> tuple[int, list[str]]:
        """As the specification has it: all of them or none."""
        with self.lock:
            for said in statements:
                held = self.stored.get(said["id"])
                if held is not None and (self.strict or not same_statement(said, held)):
                    return 409, []
            new = [said for said in statements if said["id"] not in self.stored]
            for said in new:
                self.stored[said["id"]] = {**said, "stored": "2026-11-22T10:00:00Z", "version": "1.0.0"}
                self.writes[said["id"]] = self.writes.get(said["id"], 0) + 1
            return (200, [said["id"] for said in new]) if new else (204, [])


@contextmanager
def running(
    plan: Callable[[int, str], str] = lambda _number, _method: FINE,
    *,
    strict: bool = False,
    context: ssl.SSLContext | None = None,
) -> Iterator[FakeLrs]:
    lrs = FakeLrs(plan, strict, secure=context is not None)
    server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"lrs": lrs}))
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    lrs.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield lrs
    finally:
        lrs.over.set()
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is nothing to tell."""


class _Handler(BaseHTTPRequestHandler):
    lrs: FakeLrs
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self._answer("POST", json.loads(body))

    def do_GET(self) -> None:
        self._answer("GET", [])

    def log_message(self, *_: Any) -> None:
        """Nothing to say."""

    def _answer(self, method: str, statements: list[dict[str, Any]]) -> None:
        lrs = self.lrs
        with lrs.lock:
            number = len(lrs.asked)
            lrs.asked.append(Asked(method, self.path, dict(self.headers.items()), statements))
        fate = lrs.plan(number, method)
        if fate in AFTER and method == "POST":
            lrs.store(statements[: (len(statements) + 1) // 2] if fate == "half after" else statements)
        if fate != FINE:
            self._fail(fate)
        elif not self._let_in():
            self._say(401, b"{}")
        elif method == "POST":
            status, ids = lrs.store(statements)
            self._say(status, json.dumps(ids).encode() if status == 200 else b"")
        else:
            wanted = parse_qs(urlsplit(self.path).query)["statementId"][0]
            held = lrs.stored.get(wanted)
            self._say(404 if held is None else 200, json.dumps(held or {}).encode())

    def _let_in(self) -> bool:
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        known = scheme == "Basic" and b64decode(token).decode() == f"{USER}:{PASSWORD}"
        return known and self.headers.get("X-Experience-API-Version") == "1.0.3"

    def _fail(self, fate: str) -> None:
        kind = fate.removesuffix(" after")
        if kind in ("500", "half"):
            self._say(500, b"<html>oops</html>")
        elif kind == "503":
            self._say(503, b"", ("Retry-After", "7"))
        elif kind == "429":
            self._say(429, b"", ("Retry-After", "120"))
        elif kind == "junk":
            self._say(200, b"<html>Welcome to our network</html>")
        elif kind == "cut":
            self._say(200, b'["', ("Content-Length", "4000"))
        elif kind == "drip":
            self._drip()
        elif kind == "silent":
            self.lrs.over.wait(5)
        elif kind == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        elif kind.isdigit():
            self._say(int(kind), b"{}", ("Location", "http://127.0.0.1:9/elsewhere"))
        self.close_connection = True

    def _drip(self) -> None:
        """An answer that never ends, a little at a time."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n[")
        for _ in range(200):
            if self.lrs.over.wait(0.02):
                return
            self.wfile.write(b" ")

    def _say(self, status: int, body: bytes, *headers: tuple[str, str]) -> None:
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        if not any(name == "Content-Length" for name, _ in headers):
            self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True
