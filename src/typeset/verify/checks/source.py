"""Source: the data that the file carries is the data that it was held against."""

import typing as t
from collections import Counter

from typeset.messages import phrase
from typeset.model.profile import file_of
from typeset.model.report import Check, Finding
from typeset.verify.checks.case import Case, check
from typeset.verify.facts import Attachment
from typeset.verify.names import is_plain, shown

SOURCE, SUPPLEMENT = "Source", "Supplement"
TABLES = "languages/"


def source(case: Case) -> Check:
    """The embedded source files are, name by name and byte by byte, those compared with, and the root is the first.

    Besides them the file carries the table of words of each language, the rules of its profile, and nothing else.
    """
    return check("source", phrase("the file carries its own source, unchanged"), _source(case))


def _source(case: Case) -> t.Iterator[Finding]:
    attachments = case.facts.attachments
    yield from _names([attachment.name for attachment in attachments])
    if sorted((attachment.name, attachment.number) for attachment in attachments) != sorted(case.facts.embedded):
        yield Finding(message=phrase("the list of embedded files is not the list of associated files"))
    found = {attachment.name: attachment for attachment in attachments}
    if attachments and attachments[0].name != case.files.root:
        yield Finding(
            message=phrase(
                "the first file is `{name}`, expected `{root}`", name=attachments[0].name, root=case.files.root
            )
        )
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
            yield Finding(message=phrase("the file `{name}` is attached, but belongs to no source", name=name))


def _names(names: list[str]) -> t.Iterator[Finding]:
    for name, times in Counter(names).items():
        if times > 1:
            yield Finding(message=phrase("the file `{name}` is attached {times} times", name=name, times=times))
        if not is_plain(name):
            yield Finding(
                message=phrase("the attached file `{name}` cannot be given back by its name", name=shown(name))
            )


def _file(found: Attachment | None, name: str, relationship: str, content: bytes | None) -> t.Iterator[Finding]:
    if found is None:
        yield Finding(message=phrase("the file `{name}` is not attached", name=name))
        return
    if found.relationship != relationship:
        yield Finding(
            message=phrase(
                "`{name}` is attached as {relationship}, expected {wanted}",
                name=name,
                relationship=found.relationship or phrase("nothing"),
                wanted=relationship,
            )
        )
    if not found.content:
        yield Finding(message=phrase("`{name}` is attached, but empty", name=name))
    elif content is not None and found.content != content:
        words = _first_difference(found.content, content)
        yield Finding(message=phrase("`{name}` is not the file compared with", name=name), words=words)


def _first_difference(found: bytes, wanted: bytes) -> str:
    pairs = zip(found.splitlines(), wanted.splitlines(), strict=False)
    for number, (there, here) in enumerate(pairs, 1):
        if there != here:
            return phrase("line {number}: {words}", number=number, words=there.decode("utf-8", "replace").strip()[:80])
    return phrase("one of them is longer")
