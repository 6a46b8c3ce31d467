"""Source: the data that the file carries is the data that it was held against."""

import typing as t
from collections import Counter

from typeset.model.profile import file_of
from typeset.model.report import Check, Finding
from typeset.verify.checks.case import Case, check
from typeset.verify.facts import Attachment

SOURCE, SUPPLEMENT = "Source", "Supplement"
TABLES = "languages/"


def source(case: Case) -> Check:
    """The embedded source files are, name by name and byte by byte, those compared with, and the root is the first.

    Besides them the file carries the table of words of each language, the rules of its profile, and nothing else.
    """
    return check("source", "the file carries its own source, unchanged", _source(case))


def _source(case: Case) -> t.Iterator[Finding]:
    attachments = case.facts.attachments
    for name, times in Counter(attachment.name for attachment in attachments).items():
        if times > 1:
            yield Finding(message=f"the file `{name}` is attached {times} times")
    if sorted((attachment.name, attachment.number) for attachment in attachments) != sorted(case.facts.embedded):
        yield Finding(message="the list of embedded files is not the list of associated files")
    found = {attachment.name: attachment for attachment in attachments}
    if attachments and attachments[0].name != case.files.root:
        yield Finding(message=f"the first file is `{attachments[0].name}`, expected `{case.files.root}`")
    wanted: dict[str, tuple[str, bytes | None]] = {
        name: (SOURCE, content) for name, content in case.files.contents.items()
    }
    for lang in case.languages:
        for name in (f"{TABLES}{lang}.yaml", file_of(case.protocol.profile_of(lang))):
            wanted[name] = (SUPPLEMENT, (case.tables or {}).get(name))
    # The source speaks all its languages, also those whose text is not in this file.
    spoken = {f"{TABLES}{lang}.yaml" for lang in case.wordings} | set(map(file_of, case.protocol.profiles))
    for name, (relationship, content) in wanted.items():
        yield from _file(found.get(name), name, relationship, content)
    for name in sorted(found.keys() - wanted.keys()):
        if found[name].relationship != SUPPLEMENT or name not in spoken:
            yield Finding(message=f"the file `{name}` is attached, but belongs to no source")


def _file(found: Attachment | None, name: str, relationship: str, content: bytes | None) -> t.Iterator[Finding]:
    if found is None:
        yield Finding(message=f"the file `{name}` is not attached")
        return
    if found.relationship != relationship:
        yield Finding(message=f"`{name}` is attached as {found.relationship or 'nothing'}, expected {relationship}")
    if not found.content:
        yield Finding(message=f"`{name}` is attached, but empty")
    elif content is not None and found.content != content:
        words = _first_difference(found.content, content)
        yield Finding(message=f"`{name}` is not the file compared with", words=words)


def _first_difference(found: bytes, wanted: bytes) -> str:
    pairs = zip(found.splitlines(), wanted.splitlines(), strict=False)
    for number, (there, here) in enumerate(pairs, 1):
        if there != here:
            return f"line {number}: {there.decode('utf-8', 'replace').strip()[:80]}"
    return "one of them is longer"
