"""The seal: valid to a stranger, over the whole file, with a timestamp where one is asked for."""

import datetime as dt
import io
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from asn1crypto import keys, tsp  # type: ignore[import-untyped] # it has no types
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore
from tests.unit.certify.conftest import Workshop
from tests.unit.certify.looking import failures, run

from typeset.certify.sealing import FIELD, Seal, _Writer, from_file
from typeset.errors import CopyError, MissingDependency

START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


def certificate(key: Key, name: str, *, timestamps: bool = False) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(START)
        .not_valid_after(START + dt.timedelta(days=3650))
    )
    if timestamps:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return builder.sign(key, hashes.SHA256())


def sealed_with(key: Key, folder: Path, url: str | None = None) -> Seal:
    lock = serialization.BestAvailableEncryption(b"secret")
    path = folder / "key.p12"
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"k", key, certificate(key, "Office"), None, lock))
    return Seal(from_file(path, b"secret"), url)


@pytest.fixture(scope="module")
def copy(small: bytes, workshop: Workshop) -> bytes:
    return workshop.copy(small, 5)


@pytest.mark.parametrize("kind", ["P-256", "RSA-3072"])
def test_a_stranger_calls_the_seal_valid_and_the_whole_file_signed(kind: str, copy: bytes, tmp_path: Path) -> None:
    key: Key = ec.generate_private_key(ec.SECP256R1()) if kind == "P-256" else rsa.generate_private_key(65537, 3072)
    sealed = sealed_with(key, tmp_path).apply(copy, "Пекин")
    assert sealed.startswith(copy)
    said = run(sealed, "pdfsig", "-nocert", "FILE").decode()
    assert said.count("Signature is Valid") == 1
    assert said.count("Total document signed") == 1
    assert "ETSI.CAdES.detached" in said
    assert "SHA-256" in said
    assert failures(sealed) == []


def test_the_seal_forbids_every_change_and_leaves_the_metadata_alone(copy: bytes, tmp_path: Path) -> None:
    sealed = sealed_with(ec.generate_private_key(ec.SECP256R1()), tmp_path).apply(copy, "Пекин")
    reader = PdfFileReader(io.BytesIO(sealed))
    (signature,) = reader.embedded_signatures
    assert signature.field_name == FIELD
    assert signature.docmdp_level is not None
    assert signature.docmdp_level.name == "NO_CHANGES"
    assert reader.root["/Perms"]["/DocMDP"] == signature.sig_object
    assert signature.sig_object["/Location"] == "Пекин"
    before = PdfFileReader(io.BytesIO(copy))
    assert reader.root["/Metadata"].data == before.root["/Metadata"].data
    assert reader.trailer["/Info"] == before.trailer["/Info"]


def test_a_byte_changed_breaks_the_seal(copy: bytes, tmp_path: Path) -> None:
    sealed = bytearray(sealed_with(ec.generate_private_key(ec.SECP256R1()), tmp_path).apply(copy, "x"))
    sealed[20] ^= 1
    assert "Signature is Valid" not in run(bytes(sealed), "pdfsig", "-nocert", "FILE").decode()


def test_the_hook_that_keeps_the_metadata_is_still_there() -> None:
    """`_update_meta` is a private name of pyHanko; where it goes, the seal would rewrite the XMP."""
    assert callable(IncrementalPdfFileWriter._update_meta)
    assert _Writer._update_meta is not IncrementalPdfFileWriter._update_meta


def test_a_wrong_passphrase_is_a_key_that_is_not_there(tmp_path: Path) -> None:
    sealed_with(ec.generate_private_key(ec.SECP256R1()), tmp_path)
    with pytest.raises(MissingDependency, match="does not open"):
        from_file(tmp_path / "key.p12", b"wrong")
    with pytest.raises(MissingDependency, match="cannot be read"):
        from_file(tmp_path / "none.p12", b"secret")
    lock = serialization.BestAvailableEncryption(b"secret")
    empty = pkcs12.serialize_key_and_certificates(
        b"k", None, certificate(ec.generate_private_key(ec.SECP256R1()), "x"), None, lock
    )
    (tmp_path / "bare.p12").write_bytes(empty)
    with pytest.raises(MissingDependency, match="does not open"):
        from_file(tmp_path / "bare.p12", b"secret")
    (tmp_path / "no.p12").write_bytes(b"no key")
    with pytest.raises(MissingDependency, match="does not open"):
        from_file(tmp_path / "no.p12", b"secret")


def test_a_file_without_the_field_is_not_sealed(small: bytes, tmp_path: Path) -> None:
    with pytest.raises(CopyError, match="cannot be sealed"):
        sealed_with(ec.generate_private_key(ec.SECP256R1()), tmp_path).apply(small, "x")


def test_a_sealed_copy_is_not_sealed_again(copy: bytes, tmp_path: Path) -> None:
    seal = sealed_with(ec.generate_private_key(ec.SECP256R1()), tmp_path)
    with pytest.raises(CopyError, match="cannot be sealed"):
        seal.apply(seal.apply(copy, "x"), "x")


@pytest.fixture(scope="module")
def authority() -> Iterator[str]:
    """An RFC 3161 authority over HTTP: pyHanko's own maker of tokens behind a real server."""
    key = rsa.generate_private_key(65537, 2048)
    own = asn1.Certificate.load(certificate(key, "Authority", timestamps=True).public_bytes(serialization.Encoding.DER))
    der = key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    stamper = DummyTimeStamper(
        tsa_cert=own,
        tsa_key=keys.PrivateKeyInfo.load(der),
        certs_to_embed=SimpleCertificateStore.from_certs([own]),  # type: ignore[no-untyped-call] # pyHanko is half typed
        fixed_dt=dt.datetime(2026, 6, 1, tzinfo=dt.UTC),
    )

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            """Answer a request for a token."""
            body = self.rfile.read(int(self.headers["Content-Length"]))
            answer = stamper.request_tsa_response(tsp.TimeStampReq.load(body)).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_the_timestamp_of_an_authority_is_in_the_seal(authority: str, copy: bytes, tmp_path: Path) -> None:
    sealed = sealed_with(ec.generate_private_key(ec.SECP256R1()), tmp_path, authority).apply(copy, "Пекин")
    (signature,) = PdfFileReader(io.BytesIO(sealed)).embedded_signatures
    (attribute,) = signature.signer_info["unsigned_attrs"]
    assert attribute["type"].native == "signature_time_stamp_token"
    token = attribute["values"][0]["content"]
    assert token["encap_content_info"]["content"].parsed["gen_time"].native == dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
    assert failures(sealed) == []
    assert "Signature is Valid" in run(sealed, "pdfsig", "-nocert", "FILE").decode()


def test_an_authority_that_does_not_answer_is_said(copy: bytes, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    seal = sealed_with(ec.generate_private_key(ec.SECP256R1()), tmp_path, f"http://127.0.0.1:{port}/")
    with pytest.raises(CopyError, match="cannot be sealed") as caught:
        seal.apply(copy, "x")
    assert "--tsa" in caught.value.hint
    assert "Traceback" not in str(caught.value)
    assert "\n" not in caught.value.message
