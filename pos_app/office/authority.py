"""Head office's private certificate authority and its server certificate.

Tills trust this authority and no other: its fingerprint travels in the enrolment code, so that the first
connection is already pinned (SYNC.md § 2 and § 5).
"""

from __future__ import annotations

import datetime
import ipaddress
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from pos_app.clock import Clock
from pos_app.durable_file import write_durably
from pos_app.sync.wire import authority_fingerprint

_AUTHORITY_DAYS = 20 * 365
_SERVER_DAYS = 397
"""As long as browsers accept."""
_RENEW_DAYS = 30
_BACKDATED = datetime.timedelta(days=2)
"""Tills' clocks may be late."""


@dataclass(frozen=True, slots=True)
class Authority:
    """The files of head office's TLS, and what tills pin."""

    certificate_pem: str
    fingerprint: bytes
    server_certificate: Path
    server_key: Path


def authority_in(folder: Path, *, hosts: tuple[str, ...], clock: Clock) -> Authority:
    """The authority kept in `folder`, made at the first call; its server certificate names `hosts`, renewed in time.

    An `authority.pem` without its key is a public authority: tills pin it all the same, and the server certificate is
    renewed by whoever put it there.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    server_certificate, server_key = folder / "server.pem", folder / "server.key"
    if _is_public(folder):
        certificate = x509.load_pem_x509_certificate((folder / "authority.pem").read_bytes())
        return _kept(certificate, server_certificate, server_key)
    now = datetime.datetime.fromtimestamp(clock.now_ms() // 1000, tz=datetime.UTC)
    key, certificate = _authority(folder, now)
    if not _still_good(server_certificate, hosts, now):
        new_key = ec.generate_private_key(ec.SECP256R1())
        signed = _server_certificate(new_key, hosts, now, issuer=certificate, issuer_key=key)
        write_durably(server_key, _private_pem(new_key))
        write_durably(server_certificate, _pem(signed))
    return _kept(certificate, server_certificate, server_key)


def _is_public(folder: Path) -> bool:
    return (folder / "authority.pem").exists() and not (folder / "authority.key").exists()


def _kept(certificate: x509.Certificate, server_certificate: Path, server_key: Path) -> Authority:
    return Authority(
        certificate_pem=_pem(certificate).decode(),
        fingerprint=authority_fingerprint(certificate.public_bytes(serialization.Encoding.DER)),
        server_certificate=server_certificate,
        server_key=server_key,
    )


def _authority(folder: Path, now: datetime.datetime) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    key_file, certificate_file = folder / "authority.key", folder / "authority.pem"
    if certificate_file.exists():
        key = serialization.load_pem_private_key(key_file.read_bytes(), password=None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        return key, x509.load_pem_x509_certificate(certificate_file.read_bytes())
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name("Connexions Solidaires pos-app")
    certificate = (
        _builder(name, name, key, now, days=_AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    write_durably(key_file, _private_pem(key))
    write_durably(certificate_file, _pem(certificate))
    return key, certificate


def _server_certificate(
    key: ec.EllipticCurvePrivateKey,
    hosts: tuple[str, ...],
    now: datetime.datetime,
    *,
    issuer: x509.Certificate,
    issuer_key: ec.EllipticCurvePrivateKey,
) -> x509.Certificate:
    return (
        _builder(_name(hosts[0][:64]), issuer.subject, key, now, days=_SERVER_DAYS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName([_host(host) for host in hosts]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
        .sign(issuer_key, hashes.SHA256())
    )


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, now: datetime.datetime, *, days: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _BACKDATED)
        .not_valid_after(now + datetime.timedelta(days=days))
    )


def _still_good(certificate_file: Path, hosts: tuple[str, ...], now: datetime.datetime) -> bool:
    if not certificate_file.exists():
        return False
    certificate = x509.load_pem_x509_certificate(certificate_file.read_bytes())
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    covered = {str(name.value) for name in names}
    left = certificate.not_valid_after_utc - now
    return set(hosts) <= covered and left > datetime.timedelta(days=_RENEW_DAYS)


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _host(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _private_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
