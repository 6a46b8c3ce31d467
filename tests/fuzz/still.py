"""Sealing without chance or clock: the same copy is sealed into the same bytes, so that its mutants can be repeated."""

import contextlib
import datetime as dt
import functools
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils import incremental_writer
from pyhanko.sign.signers import pdf_cms, pdf_signer

_SECRET = 2**255 - 19
_SERIAL = 1


class _Still(dt.datetime):
    """A clock that stands."""

    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> "_Still":  # noqa: ARG003 - of the machine's zone nothing may depend
        return cls(2026, 6, 1, tzinfo=dt.UTC)


@contextlib.contextmanager
def still() -> Iterator[None]:
    """Let keys, certificates, seals and their times be always the same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ec, "generate_private_key", functools.partial(ec.derive_private_key, _SECRET))
        patch.setattr(x509, "random_serial_number", lambda: _SERIAL)
        certain = functools.partialmethod(x509.CertificateBuilder.sign, ecdsa_deterministic=True)
        patch.setattr(x509.CertificateBuilder, "sign", certain)
        patch.setattr(pdf_cms, "ECDSA", functools.partial(ec.ECDSA, deterministic_signing=True))
        patch.setattr(pdf_signer, "datetime", _Still)
        patch.setattr(incremental_writer, "os", SimpleNamespace(urandom=bytes))
        yield
