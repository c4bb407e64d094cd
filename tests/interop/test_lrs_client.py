"""One exchange with a store: what is sent, whom to, and what is said where it fails."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from relall_trainer.interop import lrs_client
from relall_trainer.interop.lrs_client import LrsClient
from relall_trainer.interop.lrs_settings import LrsSettings
from relall_trainer.interop.lrs_troubles import Stopped, Trouble
from tests.interop.fake_lrs import PASSWORD, FakeLrs, running
from tests.interop.test_xapi_rules import GOOD

TEXT = json.dumps(GOOD)


def client_of(lrs: FakeLrs, **more: Any) -> LrsClient:
    return LrsClient(lrs.settings(), patience=0.2, longest=2.0, **more)


def test_a_statement_is_handed_over_and_shown_again() -> None:
    with running() as lrs:
        client = client_of(lrs)
        assert client.fetch(GOOD["id"]).status == 404
        answer = client.post([TEXT])
        assert (answer.status, json.loads(answer.body)) == (200, [GOOD["id"]])
        held = client.fetch(GOOD["id"])
        assert json.loads(held.body)["verb"] == GOOD["verb"]
        assert client.post([TEXT]).status == 204
    for asked in lrs.asked:
        assert asked.path.startswith("/xapi/statements")
        assert asked.headers["X-Experience-API-Version"] == "1.0.3"
        assert asked.headers["Host"] == f"127.0.0.1:{lrs.port}"
        assert "Cookie" not in asked.headers


@pytest.mark.parametrize(
    ("fate", "words"),
    [
        ("drop", "broke off"),
        ("reset", "broke off"),
        ("silent", "did not answer in time"),
        ("cut after", "broke off"),
    ],
)
def test_what_goes_wrong_on_the_way_is_said_plainly(fate: str, words: str) -> None:
    with running(lambda _number, _method: fate) as lrs, pytest.raises(Trouble, match=words) as caught:
        client_of(lrs).post([TEXT])
    error = caught.value.error
    assert error.safe
    assert error.todo
    assert not caught.value.person
    assert PASSWORD not in error.one_line()


def test_an_answer_that_only_drips_is_cut_off() -> None:
    with (
        running(lambda _number, _method: "drip") as lrs,
        pytest.raises(Trouble, match="did not answer in time"),
    ):
        LrsClient(lrs.settings(), patience=1.0, longest=0.2).post([TEXT])


def test_an_answer_without_end_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lrs_client, "LONGEST_ANSWER", 40)
    with running() as lrs, pytest.raises(Trouble, match="longer than"):
        client_of(lrs).post(
            [json.dumps({**GOOD, "id": f"{n:08}-6f0c-4c5b-9a3d-3f8a5d6c7b8e"}) for n in range(4)]
        )


def test_nobody_there_and_no_such_name(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings = LrsSettings(f"http://127.0.0.1:{taken.getsockname()[1]}/", "a", "b")
        with pytest.raises(Trouble, match="Nobody answers"):
            LrsClient(settings).post([TEXT])

    def unknown(*_: object, **__: object) -> object:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "create_connection", unknown)
    with pytest.raises(Trouble, match=r"No computer of the name lrs\.invalid"):
        LrsClient(LrsSettings("https://lrs.invalid/", "a", "b")).post([TEXT])


def test_a_redirect_is_not_followed() -> None:
    with running() as other, running(lambda _number, _method: "307") as lrs:
        answer = client_of(lrs).post([TEXT])
        assert answer.status == 307
        assert len(lrs.asked) == 1
        assert other.asked == []


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with running() as proxy, running() as lrs:
        for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        monkeypatch.delenv("no_proxy", raising=False)
        assert client_of(lrs).post([TEXT]).status == 200
        assert proxy.asked == []


def test_http_leads_to_this_computer_or_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a name leads to: what is not on this computer hears nothing."""
    monkeypatch.setattr(lrs_client, "_leads_here", lambda _line: False)
    with running() as lrs, pytest.raises(Trouble, match="is not this computer") as caught:
        client_of(lrs).post([TEXT])
    assert caught.value.person
    assert lrs.asked == []


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("7", 7.0), ("junk", None), ("", None), ("-3", None), ("9" * 40, 999_999_999.0)],
)
def test_how_long_to_wait_is_read(header: str, seconds: float | None) -> None:
    assert lrs_client._seconds(header, None) == seconds


def test_a_moment_to_wait_for_is_taken_by_the_clock_of_the_store() -> None:
    now, then = "Sun, 22 Nov 1994 10:00:00 GMT", "Sun, 22 Nov 1994 10:01:30 GMT"
    assert lrs_client._seconds(then, now) == 90.0
    assert lrs_client._seconds(now, then) == 0.0
    assert lrs_client._seconds(then, None) is None


def test_it_can_be_stopped_in_the_middle() -> None:
    heard = threading.Event()

    def plan(_number: int, _method: str) -> str:
        heard.set()
        return "drip"

    with running(plan) as lrs:
        client = LrsClient(lrs.settings(), patience=10.0)
        ended: list[BaseException] = []

        def ask() -> None:
            try:
                client.post([TEXT])
            except Stopped as stopped:
                ended.append(stopped)

        asking = threading.Thread(target=ask)
        asking.start()
        assert heard.wait(10)
        client.stop()
        asking.join(10)
        assert not asking.is_alive()
        assert len(ended) == 1
        with pytest.raises(Stopped):
            client.post([TEXT])
        assert len(lrs.asked) == 1


# Certificates


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """A file with a certificate for a host, and its key, that nobody vouches for but itself."""
    folder = tmp_path_factory.mktemp("tls")

    def make(host: str) -> Path:
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a store of a test")])
        here = host[0].isdigit()
        known_as = x509.IPAddress(ip_address(host)) if here else x509.DNSName(host)
        made = (
            x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
            .not_valid_before(datetime.now(UTC) - timedelta(days=1))
            .not_valid_after(datetime.now(UTC) + timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([known_as]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(key, hashes.SHA256())
        )
        pem, kind = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
        file = folder / f"{host}.pem"
        secret = key.private_bytes(pem, kind, serialization.NoEncryption())
        file.write_bytes(made.public_bytes(pem) + secret)
        return file

    return make


def proving(file: Path) -> ssl.SSLContext:
    """What a server proves itself with by that certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def test_a_certificate_nobody_vouches_for_is_refused(certificate: Callable[[str], Path]) -> None:
    with running(context=proving(certificate("127.0.0.1"))) as lrs, pytest.raises(Trouble) as caught:
        client_of(lrs).post([TEXT])
    assert "could not prove who it is" in caught.value.error.what
    assert "Nothing is sent before it can" in caught.value.error.todo
    assert lrs.asked == []


def test_a_certificate_of_another_host_is_refused(certificate: Callable[[str], Path]) -> None:
    file = certificate("lrs.example.org")
    trusting = ssl.create_default_context(cafile=str(file))
    with (
        running(context=proving(file)) as lrs,
        pytest.raises(Trouble, match="could not prove who it is"),
    ):
        client_of(lrs, context=trusting).post([TEXT])
    assert lrs.asked == []


def test_a_good_certificate_is_taken(certificate: Callable[[str], Path]) -> None:
    file = certificate("127.0.0.1")
    trusting = ssl.create_default_context(cafile=str(file))
    with running(context=proving(file)) as lrs:
        assert client_of(lrs, context=trusting).post([TEXT]).status == 200
        assert len(lrs.asked) == 1


def test_certificates_are_always_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of the environment and no setting makes it otherwise."""
    monkeypatch.setenv("PYTHONHTTPSVERIFY", "0")
    line: Any = LrsClient(LrsSettings("https://lrs.example.org/", "a", "b"))._connection()
    assert line._context.verify_mode is ssl.CERT_REQUIRED
    assert line._context.check_hostname
