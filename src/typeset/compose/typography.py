"""A text as it is to be printed into the same with no-break spaces, by the convention of its language.

Titles of bookmarks and fields are no lines of a page, and stay as they are.
"""

from collections.abc import Callable
from dataclasses import replace

from typeset.compose.view import AnnexView, Entry, SignatureBlock, TextView
from typeset.model.wording import Run

_Bind = Callable[[str], str]


def bound(view: TextView) -> TextView:
    """Let no line of the text be broken where its language forbids it; no letter is touched."""
    typography = view.wording.typography
    if typography is None:
        return view
    bind = typography.bound
    return replace(
        view,
        title=bind(view.title),
        subtitle=view.subtitle and bind(view.subtitle),
        preamble=_entries(view.preamble, bind),
        items=_entries(view.items, bind),
        closing=runs(view.closing, bind),
        deposit=runs(view.deposit, bind),
        signatures=tuple(_signature(signature, bind) for signature in view.signatures),
        annexes=tuple(_annex(annex, bind) for annex in view.annexes),
    )


def runs(stretches: tuple[Run, ...], bind: Callable[[str], str]) -> tuple[Run, ...]:
    """Bind stretches of one text as a whole: «в» and the reference after it are two of them."""
    words = bind("".join(run.text for run in stretches))
    written: list[Run] = []
    for run in stretches:
        own, words = words[: len(run.text)], words[len(run.text) :]
        written.append(run.model_copy(update={"text": own}))
    return tuple(written)


def _entries(entries: tuple[Entry, ...], bind: _Bind) -> tuple[Entry, ...]:
    return tuple(
        replace(
            entry,
            runs=tuple(runs(stretches, bind) for stretches in entry.runs),
            label=bind(entry.label),
            entries=_entries(entry.entries, bind),
            rows=tuple(tuple(bind(cell) for cell in row) for row in entry.rows),
        )
        for entry in entries
    )


def _signature(signature: SignatureBlock, bind: _Bind) -> SignatureBlock:
    return replace(
        signature,
        party=bind(signature.party),
        office=bind(signature.office),
        name=signature.name and bind(signature.name),
    )


def _annex(annex: AnnexView, bind: _Bind) -> AnnexView:
    return replace(
        annex,
        mark=bind(annex.mark),
        belongs=annex.belongs and bind(annex.belongs),
        title=bind(annex.title),
        entries=_entries(annex.entries, bind),
    )
