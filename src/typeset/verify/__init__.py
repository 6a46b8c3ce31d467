"""A PDF into facts, and facts into findings: the auditor, who knows nothing of the maker."""

import functools
import unicodedata
from collections.abc import Callable, Iterator, Mapping

from typeset.errors import TypesetError, VerificationError
from typeset.garbage import uncollected
from typeset.messages import phrase
from typeset.model.profile import Profile
from typeset.model.protocol import Protocol
from typeset.model.report import Check, Report
from typeset.model.source import SourceFiles
from typeset.model.wording import Wording
from typeset.resources import Resources
from typeset.verify import drafts
from typeset.verify.checks.all import checks_of
from typeset.verify.checks.case import Case
from typeset.verify.checks.conformance import judging
from typeset.verify.checks.source import SOURCE, SUPPLEMENT
from typeset.verify.facts import Facts
from typeset.verify.names import is_plain, shown
from typeset.verify.reader import read
from typeset.verify.rules import rules
from typeset.verify.scans import faults as scan_faults

__all__ = ["Facts", "draft_signs", "prove", "read", "scan_faults", "source_files", "supplements"]


def source_files(facts: Facts) -> SourceFiles:
    """The source that the file carries; the first associated file is its root.

    Raises:
        VerificationError: the file carries none, or one whose name leads elsewhere.
    """
    carried = [attachment for attachment in facts.attachments if attachment.relationship == SOURCE]
    if not carried:
        raise VerificationError(
            phrase("the file carries no source"), phrase("compare it with a source: `--against`"), facts.name
        )
    names = [attachment.name for attachment in carried]
    if wrong := [name for name in names if not is_plain(name)] or _doubled(names):
        raise VerificationError(
            phrase("the attached file `{name}` cannot be given back by its name", name=shown(wrong[0])),
            phrase("take the file for hostile; ask whoever sent it for another"),
            facts.name,
        )
    return SourceFiles(root=carried[0].name, contents={attachment.name: attachment.content for attachment in carried})


def _doubled(names: list[str]) -> list[str]:
    """Names that are one and the same where a system does not tell capitals from small letters."""
    plain = [unicodedata.normalize("NFC", name).casefold() for name in names]
    return [name for index, name in enumerate(names) if plain[index] in plain[:index]]


def supplements(facts: Facts) -> dict[str, bytes]:
    """The tables of words that the file carries, by name."""
    return {one.name: one.content for one in facts.attachments if one.relationship == SUPPLEMENT}


def draft_signs(facts: Facts, wordings: Mapping[str, Wording]) -> tuple[str, ...]:
    """What in the file says that it is a draft; empty where nothing does."""
    return drafts.signs(facts, drafts.words_of(wordings.values()))


def prove(  # noqa: PLR0913 - all but three by name
    facts: Facts,
    protocol: Protocol,
    wordings: Mapping[str, Wording],
    *,
    files: SourceFiles,
    resources: Resources,
    languages: tuple[str, ...] | None = None,
    validator: str = "page",
    tables: Mapping[str, bytes] | None = None,
    draft: bool | None = None,
    profiles: Mapping[str, Profile] | None = None,
    processes: int = 1,
) -> Report:
    """Hold a file against the data.

    Args:
        facts: what was read from the file.
        protocol: the data.
        wordings: the generated words of every language.
        files: the source files that the protocol was read from; the embedded ones must equal them.
        resources: where the listed faces are.
        languages: which texts the file holds, where it does not hold all.
        validator: who judges PDF/A and PDF/UA: `page` or `verapdf`.
        tables: the files of the wordings by name, where the embedded ones must equal them.
        draft: whether it shall be a draft; by default, what any sign in the file says.
        profiles: the rules by which the pages of each language are measured; those of no language where none.
        processes: how many may work at it.

    Raises:
        ResourceError: a listed face is missing or altered.
    """
    if draft is None:
        draft = bool(draft_signs(facts, wordings))
    held = languages or protocol.languages
    case = Case(facts, protocol, wordings, held, files, resources, tables, draft, profiles or {})
    with judging(facts, validator, processes) as judged, uncollected():
        checks = (*[_made(one, case) for one in checks_of(case)], *_measured(case), *judged)
    return Report(subject=facts.name, sha256=facts.sha256, pages=len(facts.pages), checks=checks, draft=draft)


def _measured(case: Case) -> Iterator[Check]:
    for language in case.languages:
        if language in case.profiles:
            measure = functools.partial(rules, language=language, profile=case.profiles[language])
            yield _made(functools.update_wrapper(measure, rules), case)


def _made(one: Callable[[Case], Check], case: Case) -> Check:
    """Make a check; where a hostile file makes it stumble, say that it was not made: neither passed nor failed."""
    try:
        return one(case)
    except TypesetError:
        raise
    except Exception as error:  # noqa: BLE001 - no file may end a proof with a traceback
        reason = phrase("the file made the check stumble ({name}: {error})", name=type(error).__name__, error=error)
        return Check(name=one.__name__, title=(one.__doc__ or "").partition("\n")[0], skipped=reason)
