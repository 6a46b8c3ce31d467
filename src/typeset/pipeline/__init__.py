"""The one place that knows the order of the stages: source, compose, press, certify, verify, register."""

from typeset.pipeline.originals import Original, Source, check_characters, extract, original, read, verify

__all__ = ["Original", "Source", "check_characters", "extract", "original", "read", "verify"]
