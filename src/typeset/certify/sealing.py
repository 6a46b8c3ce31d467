"""A copy and a key into a sealed copy: a PAdES certification signature that forbids every later change.

ETSI EN 319 142-1 (PAdES), ISO 32000-1, 12.8.2.2 (DocMDP).
"""

import io
import json
import typing as t
from dataclasses import dataclass
from pathlib import Path

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko.stamp import NoOpStampStyle

from typeset.errors import CopyError, MissingDependency
from typeset.messages import phrase

FIELD = "certification"


@dataclass(frozen=True)
class Seal:
    """What a copy is sealed with.

    Args:
        signer: a key with its certificate, from `from_file` or `from_token`.
        timestamp_url: of an RFC 3161 authority; none for no timestamp.
    """

    signer: signers.Signer
    timestamp_url: str | None = None

    @property
    def certificate(self) -> bytes:
        """The signer's certificate (DER): what whoever sealed may trust."""
        certificate = self.signer.signing_cert
        return b"" if certificate is None else bytes(certificate.dump())

    def apply(self, pdf: bytes, place: str) -> bytes:
        """Seal a copy; the seal's time is the machine's, or the timestamp's.

        Raises:
            CopyError: the key cannot sign, or the authority does not answer.
        """
        metadata = signers.PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            location=place,
            certify=True,
            docmdp_permissions=fields.MDPPerm.NO_CHANGES,
            subfilter=fields.SigSeedSubFilter.PADES,
        )
        stamper = HTTPTimeStamper(self.timestamp_url) if self.timestamp_url else None
        output = io.BytesIO()
        try:
            signer = signers.PdfSigner(metadata, signer=self.signer, timestamper=stamper, stamp_style=NoOpStampStyle())
            signer.sign_pdf(_Writer(io.BytesIO(pdf)), existing_fields_only=True, output=output)
        except Exception as error:
            # pyHanko lets through whatever keys, tokens and networks raise: here all of it means: not sealed.
            reason = str(error) or type(error).__name__
            hint = phrase("check the key, its token and `--tsa`")
            if reason == "MechanismInvalid":
                hint = phrase("a token that signs digests only needs `raw-mechanism: true` among its settings")
            raise CopyError(phrase("the copy cannot be sealed: {reason}", reason=reason), hint) from error
        return output.getvalue()


def from_file(path: Path, passphrase: bytes) -> signers.Signer:
    """Open a PKCS#12 file.

    Raises:
        MissingDependency: there is no such file, or the passphrase does not open it.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise MissingDependency(
            phrase("the key `{path}` cannot be read", path=path), phrase("name a readable .p12 file")
        ) from error
    try:
        signer = SimpleSigner.load_pkcs12_data(content, other_certs=[], passphrase=passphrase)
    except Exception as error:  # a ValueError for the passphrase, and others for a file without key or certificate
        hint = phrase("check the passphrase, and that it is PKCS#12 with a key and its certificate")
        raise MissingDependency(phrase("the key `{path}` does not open", path=path), hint) from error
    return t.cast("signers.Signer", signer)


def from_token(path: Path, pin: bytes) -> signers.Signer:
    """Open a PKCS#11 token by pyHanko's own settings, as JSON.

    The settings name `module-path`, `cert-label` and `token-criteria`, and more where a token asks for it. The session
    stays open as long as the process: a token lets a user in once.

    Raises:
        MissingDependency: the settings cannot be read, the token is not there, or `python-pkcs11` is not installed.
    """
    try:
        from pyhanko.config.pkcs11 import PKCS11SignatureConfig  # noqa: PLC0415 - an optional library
        from pyhanko.sign.pkcs11 import PKCS11SigningContext  # noqa: PLC0415 - likewise
    except ImportError as error:
        raise MissingDependency(
            phrase("tokens need `python-pkcs11`"), phrase("pip install 'typeset[pkcs11]'")
        ) from error
    try:
        settings = PKCS11SignatureConfig.from_config(  # type: ignore[no-untyped-call] # pyHanko leaves it untyped
            json.loads(path.read_text(encoding="utf-8"))
        )
        signer = PKCS11SigningContext(settings, user_pin=pin.decode()).__enter__()  # type: ignore[no-untyped-call] # pyHanko is half typed
    except Exception as error:
        reason = str(error) or type(error).__name__
        raise MissingDependency(
            phrase("the token of `{path}` cannot be opened: {reason}", path=path, reason=reason),
            phrase("check its settings and PIN"),
        ) from error
    return t.cast("signers.Signer", signer)


class _Writer(IncrementalPdfFileWriter):
    """Leaves the metadata alone: pyHanko's own would claim neither PDF/A nor PDF/UA."""

    def _update_meta(self) -> None:
        pass
