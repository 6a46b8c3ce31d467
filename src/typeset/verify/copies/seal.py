"""The seal of a copy: a certification signature over the whole file, and whose it is.

The only module of the room that imports pyHanko, and only where there is a seal.
"""

import datetime as dt
import io
import logging
import re
import typing as t

from typeset.messages import phrase
from typeset.model.report import Check, Finding
from typeset.verify.checks.case import check
from typeset.verify.copies.case import FIELD, Copy, guarded, sealed
from typeset.verify.copies.update import signature_of, update
from typeset.verify.objects import get, integer, items, mapping, resolve, text

if t.TYPE_CHECKING:
    from pyhanko_certvalidator import ValidationContext

_SEAL = phrase("the seal is whole: nothing in the file was changed after it")
_SIGNER = phrase("the seal is that of a signer who is trusted")
_DICTIONARY = frozenset(
    {"/Type", "/Filter", "/SubFilter", "/Contents", "/ByteRange", "/M", "/Location", "/Reason", "/Name"}
    | {"/Reference", "/Prop_Build", "/ContactInfo"}
)
_HEX = re.compile(rb"<([0-9A-Fa-f]*)>")
_NO_CHANGES = 1
_NULL, _PSS = b"\x05\x00", "rsassa_pss"


def seal(copy: Copy, moment: dt.datetime | None) -> tuple[Check, Check]:
    """The field `certification` holds a signature that certifies (DocMDP, no changes) and covers the entire file.

    The update that brings it changes nothing else. Who signed is a check of its own: without certificates to trust, a
    whole seal is still that of nobody known.
    """
    if not sealed(copy):
        reason = phrase("the copy bears no seal")
        wanted = copy.trust or (copy.entry is not None and copy.entry.sealed)
        if not wanted:
            return (
                Check(name="seal", title=_SEAL, inapplicable=reason),
                Check(name="signer", title=_SIGNER, inapplicable=reason),
            )
        return check("seal", _SEAL, [Finding(message=reason, page=copy.last)]), Check(
            name="signer", title=_SIGNER, skipped=reason
        )
    findings = list(guarded(update(copy)))
    findings += guarded(_dictionary(copy))
    trusted: list[bool] = []
    findings += guarded(_validated(copy, moment, trusted))
    if copy.trust:
        wrong = (
            ()
            if any(trusted)
            else (Finding(message=phrase("the seal is not of a signer who is trusted"), page=copy.last),)
        )
        return check("seal", _SEAL, findings), check("signer", _SIGNER, wrong)
    return check("seal", _SEAL, findings), Check(
        name="signer", title=_SIGNER, skipped=phrase("no certificate was given that could be trusted: `--trust`")
    )


def _dictionary(copy: Copy) -> t.Iterator[Finding]:
    """The signature's own dictionary, and the gap that it leaves: hexadecimal figures of one CMS, and zeros."""
    pdf, signature = copy.file.pdf, signature_of(copy)
    for key in sorted(set(mapping(signature)) - _DICTIONARY):
        yield Finding(message=phrase("the seal has the entry `{key}`, which is not known", key=key), page=copy.last)
    if text(signature, "/Location") != copy.certification.terms.place:
        yield Finding(message=phrase("the seal names another place than the certification"), page=copy.last)
    parameters = [resolve(entry) for entry in items(signature, "/Reference")]
    allowed = [integer(get(one, "/TransformParams"), "/P") for one in parameters]
    methods = [text(one, "/TransformMethod") for one in parameters]
    if allowed != [_NO_CHANGES] or methods != ["/DocMDP"]:
        yield Finding(message=phrase("the seal does not forbid every change"), page=copy.last)
    spans = [int(str(resolve(number))) for number in items(signature, "/ByteRange")]
    if len(spans) != 4 or spans[0] != 0 or spans[2] + spans[3] != len(pdf):  # noqa: PLR2004 - two ranges
        yield Finding(message=phrase("the seal does not cover the entire file"), page=copy.last)
        return
    gap = _HEX.fullmatch(pdf[spans[1] : spans[2]])
    if gap is None or not _canonical(gap[1]):
        yield Finding(message=phrase("the gap of the seal holds more than a signature"), page=copy.last)


def _canonical(figures: bytes) -> bool:
    """Whether these are the figures of one DER value in one case of letters, and then nothing but zeros."""
    content = bytes.fromhex(figures.decode())
    if figures not in {figures.lower(), figures.upper()}:
        return False
    length, at = content[1], 2
    if length & 0x80:
        at += length & 0x7F
        length = int.from_bytes(content[2:at], "big")
    return not any(content[at + length :])


def _validated(copy: Copy, moment: dt.datetime | None, trusted: list[bool]) -> t.Iterator[Finding]:
    """Ask pyHanko (ISO 32000-1, 12.8; ETSI EN 319 142-1)."""
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415 - slow to import, and mostly not needed
    from pyhanko.sign.validation import validate_pdf_signature  # noqa: PLC0415 - loaded where it is needed
    from pyhanko.sign.validation.status import SignatureCoverageLevel  # noqa: PLC0415 - loaded where it is needed

    quiet = logging.getLogger("pyhanko")
    quiet.setLevel(logging.CRITICAL)
    reader = PdfFileReader(io.BytesIO(copy.file.pdf), strict=True)
    seals = list(reader.embedded_signatures)
    if [one.field_name for one in seals] != [FIELD]:
        yield Finding(
            message=phrase("the file has {count} seals, expected one, in `{field}`", count=len(seals), field=FIELD),
            page=copy.last,
        )
        return
    embedded = seals[0]
    stated = embedded.self_reported_timestamp
    status = validate_pdf_signature(embedded, signer_validation_context=_context(copy.trust, moment or stated))
    trusted.append(bool(status.trusted))
    if not status.intact:
        yield Finding(message=phrase("the file was changed after it was sealed"), page=copy.last)
    if not status.valid:
        yield Finding(message=phrase("the seal is not valid: it does not fit its certificate"), page=copy.last)
    if status.coverage != SignatureCoverageLevel.ENTIRE_FILE:
        yield Finding(message=phrase("the seal does not cover the entire file"), page=copy.last)
    if not status.docmdp_ok or embedded.docmdp_level is None:
        yield Finding(message=phrase("the seal does not certify, or what it forbids was done"), page=copy.last)
    if status.md_algorithm not in {"sha256", "sha384", "sha512"}:
        yield Finding(message=phrase("the seal's digest is {algorithm}", algorithm=status.md_algorithm), page=copy.last)
    if not _exact(embedded, status.md_algorithm):
        yield Finding(message=phrase("the seal's algorithms are not written as they should be"), page=copy.last)
    if copy.trust and status.trusted and not status.bottom_line:
        yield Finding(message=phrase("the seal is not valid: {summary}", summary=status.summary()), page=copy.last)


def _exact(embedded: t.Any, digest: str) -> bool:  # noqa: ANN401 - pyHanko's signature over an ASN.1 tree
    """Whether the names of algorithms, which are not signed themselves, are written in the one way that they can be."""
    listed, signer = list(embedded.signed_data["digest_algorithms"]), embedded.signer_info
    named = [one["algorithm"].native for one in listed]
    algorithms = [*listed, signer["digest_algorithm"], signer["signature_algorithm"]]
    plain = all(one["parameters"].dump() in {b"", _NULL} for one in algorithms if one["algorithm"].native != _PSS)
    return plain and named == [digest] and embedded.signed_data["version"].native == "v1"


def _context(trust: tuple[bytes, ...], moment: dt.datetime | None) -> "ValidationContext":
    """What pyHanko trusts: the certificates given, no network, no store of this machine."""
    from asn1crypto import pem, x509  # type: ignore[import-untyped] # noqa: PLC0415 - loaded where it is needed
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415 - loaded where it is needed

    roots = []
    for given in trust:
        blocks = pem.unarmor(given, multiple=True) if pem.detect(given) else [("", {}, given)]
        roots += [x509.Certificate.load(content) for _, _, content in blocks]
    return ValidationContext(
        trust_roots=roots, allow_fetching=False, moment=moment, best_signature_time=moment, revocation_mode="soft-fail"
    )
