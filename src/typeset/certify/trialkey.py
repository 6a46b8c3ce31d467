"""A name into a self-signed key, for trials: nobody vouches for it."""

import datetime as dt

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID


def trial_key(name: str, passphrase: bytes, start: dt.datetime, days: int) -> tuple[bytes, bytes]:
    """Make a P-256 key with a self-signed certificate.

    Args:
        name: the common name.
        passphrase: what the key file is locked with.
        start: from when the certificate is valid.
        days: for how long.

    Returns:
        The key file (PKCS#12) and the certificate (PEM) that a verifier may be told to trust.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + dt.timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    lock = serialization.BestAvailableEncryption(passphrase)
    locked = pkcs12.serialize_key_and_certificates(name.encode(), key, certificate, None, lock)
    return locked, certificate.public_bytes(serialization.Encoding.PEM)
