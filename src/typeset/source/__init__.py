"""YAML or JSON into a frozen `Protocol`, with every complaint at once and its file:line:column."""

from typeset.source.alphabets import check_alphabets
from typeset.source.characters import check_characters
from typeset.source.complaint import Complaint
from typeset.source.files import collect
from typeset.source.loading import check, load
from typeset.source.profiles import known_profiles, profiles
from typeset.source.schema import json_schema
from typeset.source.wordings import wordings

__all__ = [
    "Complaint",
    "check",
    "check_alphabets",
    "check_characters",
    "collect",
    "json_schema",
    "known_profiles",
    "load",
    "profiles",
    "wordings",
]
