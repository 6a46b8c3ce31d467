"""A folder of sources and PDFs into instruments: what is to be pressed, and what is there already."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path

from typeset.batch.deciding import COPIES, ORIGINALS
from typeset.batch.journal import JOURNAL
from typeset.errors import SourceError
from typeset.messages import phrase
from typeset.model.batch import Instrument
from typeset.source.files import ROOTS, content_of

_ROOT_MARK = re.compile(rb"(?m)^[\s{]*[\"']?typeset[\"']?[ \t]*:")


def instruments_in(folder: Path) -> tuple[Instrument, ...]:
    """Every `protocol.yaml` below the folder, every other root file in it, and every PDF below it.

    A PDF belongs to the source of its own name beside it, or to the `protocol.yaml` of its folder where it is the only
    one there; it is then the original of that source, which is not pressed again. What lies deeper below a source's
    folder is that source's own business, and what batches have made is no instrument.

    Raises:
        SourceError: there is nothing, or several PDFs lie beside one source.
    """
    roots = sorted({path for name in ROOTS for path in folder.rglob(name)} | set(_others(folder)))
    owners = _owners(roots, _pdfs(folder, {root.parent for root in roots if root.name in ROOTS}))
    found = [
        Instrument(original=_name(pdf, folder), protocol=_name(root, folder))
        if root
        else Instrument(original=_name(pdf, folder))
        for pdf, root in owners.items()
    ]
    found += [Instrument(source=_name(root, folder)) for root in roots if root not in owners.values()]
    if not found:
        raise SourceError(
            phrase("the folder `{folder}` has no source and no PDF", folder=folder),
            phrase("put folders with a `{root}` into it", root=ROOTS[0]),
        )
    return tuple(sorted(found, key=lambda one: one.path))


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _others(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.suffix in {".yaml", ".yml", ".json"} and path.is_file() and _ROOT_MARK.search(content_of(path)):
            yield path


def _pdfs(folder: Path, homes: AbstractSet[Path]) -> Iterator[Path]:
    """The PDFs that may be originals; `homes` are the folders of sources."""
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder)
        if path.suffix.lower() != ".pdf" or not path.is_file() or any(part.startswith(".") for part in inner.parts):
            continue
        above = [folder / part for part in inner.parents]
        made = any(one.name in {ORIGINALS, COPIES} and (one.parent / JOURNAL).exists() for one in above[:-1])
        if not made and (path.parent in homes or homes.isdisjoint(above)):
            yield path


def _owners(roots: Iterable[Path], pdfs: Iterable[Path]) -> dict[Path, Path | None]:
    """Each PDF with the source that it is the original of, if any."""
    by_name: dict[Path, Path] = {}
    by_folder: dict[Path, Path] = {}
    for root in roots:
        by_name[root.with_suffix("")] = root
        if root.name in ROOTS:
            by_folder.setdefault(root.parent, root)
    # `0001.pdf` may stand beside the folder `0001` of its source, too.
    by_name = {**by_folder, **by_name}
    owners = {pdf: by_name.get(pdf.with_suffix("")) for pdf in pdfs}
    alone: dict[Path, list[Path]] = defaultdict(list)
    for pdf, owner in owners.items():
        if owner is None and pdf.parent in by_folder and by_folder[pdf.parent] not in owners.values():
            alone[pdf.parent].append(pdf)
    for home, beside in alone.items():
        if len(beside) > 1:
            names = ", ".join(f"`{path.name}`" for path in beside)
            raise SourceError(
                phrase("which of {names} is the original of the source beside them?", names=names),
                phrase("write a manifest"),
                str(home),
            )
        owners[beside[0]] = by_folder[home]
    return owners
