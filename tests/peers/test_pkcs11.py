"""A seal whose key lives in a PKCS#11 token: SoftHSM, through `python-pkcs11`.

Not collected by a bare `pytest`. Where Debian's `softhsm2` and `typeset[pkcs11]` are installed:

    pytest tests/peers/test_pkcs11.py
"""

import datetime as dt
import io
import json
import shutil
import subprocess
import typing as t
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12
from pikepdf import Array, Dictionary, Name

from typeset.certify.sealing import FIELD, Seal, from_token
from typeset.certify.trialkey import trial_key
from typeset.errors import CopyError, MissingDependency

pkcs11: t.Any = pytest.importorskip("pkcs11", reason="python-pkcs11 is not installed")
MODULES = [Path("/usr/lib/softhsm/libsofthsm2.so"), Path("/usr/lib64/pkcs11/libsofthsm2.so")]
MODULE = next((path for path in MODULES if path.exists()), None)
pytestmark = pytest.mark.skipif(MODULE is None or not shutil.which("softhsm2-util"), reason="softhsm2 is not installed")
PIN = b"1234"
Settings = Callable[..., Path]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Makes a token with a key and its certificate; gives settings for it, changed as a test likes."""
    folder = tmp_path_factory.mktemp("token")
    (folder / "tokens").mkdir()
    configuration = folder / "softhsm2.conf"
    configuration.write_text(f"directories.tokendir = {folder / 'tokens'}\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(configuration))
        pins = ["--pin", PIN.decode(), "--so-pin", "5678"]
        command = ["softhsm2-util", "--init-token", "--free", "--label", "trial", *pins]
        subprocess.run(command, check=True, capture_output=True)
        fill()

        def written(**changes: object) -> Path:
            path = folder / "token.json"
            said: dict[str, object] = {
                "module-path": str(MODULE),
                "token-criteria": {"label": "trial"},
                "cert-label": "seal",
                "raw-mechanism": True,
            }
            said |= {key.replace("_", "-"): value for key, value in changes.items()}
            path.write_text(json.dumps({key: value for key, value in said.items() if value is not None}))
            return path

        yield written


def fill() -> None:
    """Put a P-256 key and its certificate into the token."""
    from pkcs11.util.ec import decode_ec_private_key  # noqa: PLC0415 - only where it is installed
    from pkcs11.util.x509 import decode_x509_certificate  # noqa: PLC0415 - likewise

    locked, pem = trial_key("Token", b"secret", dt.datetime(2026, 1, 1, tzinfo=dt.UTC), 3650)
    key = pkcs12.load_key_and_certificates(locked, b"secret")[0]
    assert key is not None
    own = decode_ec_private_key(key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption()))
    certificate = decode_x509_certificate(x509.load_pem_x509_certificate(pem).public_bytes(Encoding.DER))
    attribute = pkcs11.Attribute
    named = {attribute.TOKEN: True, attribute.LABEL: "seal", attribute.ID: b"\x01"}
    token = pkcs11.lib(str(MODULE)).get_token(token_label="trial")  # noqa: S106 - the name of the token, no secret
    with token.open(rw=True, user_pin=PIN.decode()) as session:
        session.create_object(own | named | {attribute.PRIVATE: True, attribute.SIGN: True})
        session.create_object(certificate | named)


@pytest.fixture(scope="module")
def copy() -> bytes:
    """A page with the field that seals go into."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=FIELD, F=132, Rect=Array([9, 9, 99, 49]), P=page.obj
        )
    )
    page.obj.Annots = Array([field])
    pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=Array([field]), SigFlags=0))
    output = io.BytesIO()
    pdf.save(output)
    return output.getvalue()


def applied(path: Path, pin: bytes, copy: bytes) -> bytes:
    """Seal, and close the session, so that the next test may open one."""
    signer = t.cast("t.Any", from_token(path, pin))
    try:
        return Seal(signer).apply(copy, "Пекин")
    finally:
        signer.pkcs11_session.close()


def test_the_seal_of_a_token_is_valid_and_can_be_set_again(settings: Settings, copy: bytes, tmp_path: Path) -> None:
    path = tmp_path / "sealed.pdf"
    signer = t.cast("t.Any", from_token(settings(), PIN))
    for _ in range(2):
        path.write_bytes(Seal(signer).apply(copy, "Пекин"))
        said = subprocess.run(["pdfsig", "-nocert", str(path)], check=True, capture_output=True).stdout.decode()  # noqa: S607 - found on the path
        assert "Signature is Valid" in said
        assert "Total document signed" in said
        assert "CN=Token" in said
    signer.pkcs11_session.close()


def test_the_settings_may_give_the_certificate_as_an_id(settings: Settings, copy: bytes) -> None:
    assert len(applied(settings(cert_label=None, cert_id="01", key_id="01"), PIN, copy)) > len(copy)


@pytest.mark.parametrize(
    "changes",
    [
        {"module_path": "/nowhere.so"},
        {"token_criteria": {"label": "none"}},
        {"cert_label": None},
        {"no_such_setting": 1},
    ],
    ids=lambda changes: str(next(iter(changes))),
)
def test_settings_that_lead_nowhere_are_said(changes: dict[str, object], settings: Settings) -> None:
    with pytest.raises(MissingDependency, match="cannot be opened"):
        from_token(settings(**changes), PIN)


def test_a_wrong_pin_is_said(settings: Settings) -> None:
    with pytest.raises(MissingDependency, match="PinIncorrect"):
        from_token(settings(), b"0000")


def test_settings_that_are_no_json_are_said(tmp_path: Path) -> None:
    for content in (None, "no: json", "[1]"):
        path = tmp_path / "settings.json"
        if content is not None:
            path.write_text(content)
        with pytest.raises(MissingDependency, match="cannot be opened"):
            from_token(path, PIN)


def test_a_certificate_that_is_not_there_is_said(settings: Settings, copy: bytes) -> None:
    with pytest.raises((CopyError, MissingDependency), match="cert"):
        applied(settings(cert_label="none"), PIN, copy)


def test_a_token_that_signs_digests_only_says_what_to_set(settings: Settings, copy: bytes) -> None:
    with pytest.raises(CopyError, match="raw-mechanism"):
        applied(settings(raw_mechanism=False), PIN, copy)
