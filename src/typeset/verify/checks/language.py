"""Languages: what a screen reader speaks each part in."""

import typing as t

from typeset.messages import joined, phrase
from typeset.model.report import Check, Finding
from typeset.verify.checks.case import Case, check, cut
from typeset.verify.facts import Element


def language(case: Case) -> Check:
    """Each authentic text is one Part in its language, in the declared order, and so is every block in it."""
    return check("language", phrase("every text is marked with its language"), _languages(case))


def _languages(case: Case) -> t.Iterator[Finding]:
    tree = case.facts.tree
    parts = [kid for kid in tree.kids if isinstance(kid, Element)] if tree else []
    found = tuple(
        f"{part.type} {part.lang}" if part.lang else phrase("{type} without language", type=part.type) for part in parts
    )
    wanted = tuple(f"Part {lang}" for lang in case.languages)
    if found != wanted:
        yield Finding(
            message=phrase(
                "the document consists of {found}; expected {wanted}",
                found=joined(", ", found) or phrase("nothing"),
                wanted=", ".join(wanted),
            )
        )
    if case.facts.lang != case.languages[0]:
        yield Finding(
            message=phrase(
                "the file's language is `{lang}`, expected `{wanted}`",
                lang=case.facts.lang,
                wanted=case.languages[0],
            )
        )
    for block, there in case.pairs:
        if block and there and there.lang != block.lang:
            message = phrase(
                "{where}: is marked as `{lang}`, expected `{wanted}`",
                where=block.where,
                lang=there.lang,
                wanted=block.lang,
            )
            yield Finding(message=message, page=there.page, words=cut(block.text))
        for part in there.element.walk() if there else ():
            if there and part.lang not in {None, there.lang}:
                yield Finding(
                    message=phrase("a {type} inside is marked as `{lang}`", type=part.type, lang=part.lang),
                    page=there.page,
                )
