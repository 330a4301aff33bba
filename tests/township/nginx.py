"""A real nginx in front of a township, with the file that ``deploy/`` gives out, and a certificate of a private CA."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tests.township.process import ROOT

NAME = "zhensuo.example.cn"
"""The township's, in the file that is given out."""
_AUTHORITY = "County CA"
_MAIN = """
{user}
worker_processes 1;
daemon off;
pid {folder}/pid;
error_log stderr notice;
events {{ worker_connections 64; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


@dataclass(frozen=True, slots=True)
class Nginx:
    """Where it is, by TLS and in the open, and the certificate of the CA that vouches for it."""

    url: str
    plain: str
    authority: Path


@contextmanager
def nginx(folder: Path, township: str, buffers: bool = False, certified: Path | None = None) -> Iterator[Nginx]:
    """In front of the township of this URL for the length of a test; ended afterwards in any case.

    ``buffers``: it passes on only whole requests, as nginx does unless told otherwise. ``certified``: the folder of
    another one, whose certificate this one shows too.
    """
    folder.mkdir()
    authority = _certify(folder) if certified is None else certified / "ca.crt"
    secure, plain = _free_port(), _free_port()
    _write_site(folder, township.removeprefix("http://"), secure, plain, buffers, certified or folder)
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(_MAIN.format(folder=folder, user=user))
    command = [_program(), "-p", str(folder), "-c", str(folder / "nginx.conf")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
        try:
            _await_workers(process)
            yield Nginx(f"https://localhost:{secure}", f"http://localhost:{plain}", authority)
        finally:
            process.terminate()
            process.communicate(timeout=30)


def _await_workers(process: subprocess.Popen[str]) -> None:
    assert process.stderr is not None
    said = ""
    while "start worker process " not in said:
        line = process.stderr.readline()
        assert line, f"nginx ended: {said}"
        said += line


def _write_site(folder: Path, township: str, secure: int, plain: int, buffers: bool, certified: Path) -> None:
    """The file that is given out, on free ports of loopback and with this test's certificate; else as it is."""
    site = (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
    changes = {
        "    listen [::]:80;\n": "",
        "    listen [::]:443 ssl;\n": "",
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ssl;": f"listen 127.0.0.1:{secure} ssl;",
        "/etc/village-township/tls.crt": str(certified / "tls.crt"),
        "/etc/village-township/tls.key": str(certified / "tls.key"),
        "http://127.0.0.1:8420": f"http://{township}",
        "proxy_request_buffering off;": f"proxy_request_buffering {'on' if buffers else 'off'};",
    }
    for given, here in changes.items():
        assert given in site
        site = site.replace(given, here)
    (folder / "site.conf").write_text(site, "utf-8")


def _certify(folder: Path) -> Path:
    """A certificate for this machine, signed by a CA that no system knows; returns the CA's own."""
    authority, server = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key())
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.DNSName(NAME)])
    made = _about(NAME, server).add_extension(names, critical=False).add_extension(issuer, critical=False)
    _put(folder / "tls.crt", made.sign(authority, hashes.SHA256()))
    key = server.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "tls.key").write_bytes(key)
    usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
    made = _about(_AUTHORITY, authority).add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    made = made.add_extension(x509.SubjectKeyIdentifier.from_public_key(authority.public_key()), critical=False)
    return _put(folder / "ca.crt", made.add_extension(usage, critical=True).sign(authority, hashes.SHA256()))


def _put(path: Path, certificate: x509.Certificate) -> Path:
    path.write_bytes(certificate.public_bytes(Encoding.PEM))
    return path


def _about(subject: str, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    """A certificate of the CA for this name and key, not signed yet."""
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(_name(subject)).issuer_name(_name(_AUTHORITY))
    made = made.public_key(key.public_key()).serial_number(x509.random_serial_number())
    return made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=30))


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _program() -> str:
    """Debian keeps it off the path of users."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    assert found, "nginx is not installed (Debian: nginx-light); `bash .ci/setup tests` sees to it"
    return found


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    return port
