"""A copy and a key into a sealed copy: a PAdES certification signature that forbids every later change.

ETSI EN 319 142-1 (PAdES), ISO 32000-1, 12.8.2.2 (DocMDP).
"""

import io
import typing as t
from dataclasses import dataclass
from pathlib import Path

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko.stamp import NoOpStampStyle

from typeset.errors import CopyError, MissingDependency

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
        signer = signers.PdfSigner(metadata, signer=self.signer, timestamper=stamper, stamp_style=NoOpStampStyle())
        output = io.BytesIO()
        try:
            signer.sign_pdf(_Writer(io.BytesIO(pdf)), existing_fields_only=True, output=output)
        except Exception as error:
            # pyHanko lets through whatever keys, tokens and networks raise: here all of it means: not sealed.
            reason = str(error) or type(error).__name__
            raise CopyError(f"the copy cannot be sealed: {reason}", "check the key, its token and `--tsa`") from error
        return output.getvalue()


def from_file(path: Path, passphrase: bytes) -> signers.Signer:
    """Open a PKCS#12 file.

    Raises:
        MissingDependency: there is no such file, or the passphrase does not open it.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise MissingDependency(f"the key `{path}` cannot be read", "name a readable .p12 file") from error
    signer = SimpleSigner.load_pkcs12_data(content, other_certs=[], passphrase=passphrase)
    if signer is None:
        raise MissingDependency(f"the key `{path}` does not open", "check the passphrase, and that it is PKCS#12")
    return t.cast("signers.Signer", signer)


class _Writer(IncrementalPdfFileWriter):
    """Leaves the metadata alone: pyHanko's own would claim neither PDF/A nor PDF/UA."""

    def _update_meta(self) -> None:
        pass
