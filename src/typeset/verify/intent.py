"""Output intents into a remark: by their profile, readers that know colours decide what the colours of pages mean."""

import hashlib

from typeset.messages import phrase
from typeset.verify.objects import Objects, get, items, mapping

_SRGB = frozenset({"384b832de3412066743b52a75ee906b6fb9fb8d9e09e936fc2c43223815c6e0a"})
"""The profile sRGB2014 of the International Color Consortium; another could print black as white."""
_KEYS = frozenset(
    {"/Type", "/S", "/OutputCondition", "/OutputConditionIdentifier", "/RegistryName", "/Info", "/DestOutputProfile"}
)


def intents(objects: Objects, catalog: object) -> None:
    """Remark on every output intent that is not plain sRGB; whether there is one at all is the validator's to say."""
    for entry in items(catalog, "/OutputIntents"):
        profile = hashlib.sha256(objects.data(get(mapping(entry), "/DestOutputProfile"))).hexdigest()
        if profile not in _SRGB or set(mapping(entry)) - _KEYS:
            objects.remark(phrase("an output intent gives the colours another meaning than sRGB"), check="visible")
