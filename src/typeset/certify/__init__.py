"""An original and its pages of certification into certified copies: the same pages, with named marks and no others."""

from typeset.certify.copying import CERTIFICATION_FILE, Master

__all__ = ["CERTIFICATION_FILE", "Master"]
