"""An instrument and the journal into what is to be done: make it, make it again, or nothing."""

import hashlib
import typing as t
from dataclasses import dataclass, field
from pathlib import Path

from typeset.batch.fingerprint import digest_of
from typeset.batch.journal import Journal, MadeOriginal, file_digest, source_digests
from typeset.errors import CopyError, OutputError, SourceError, TypesetError
from typeset.messages import phrase
from typeset.model.base import fill
from typeset.model.batch import Action, Failure, Instrument
from typeset.model.naming import alike, plain, safe
from typeset.model.register import RegisteredOriginal
from typeset.model.source import SourceFiles
from typeset.source import collect
from typeset.source.reading import read

ORIGINALS, COPIES = "originals", "copies"
"""The folders of the output."""


@dataclass(frozen=True)
class Decision:
    """What is to be done with the original of one instrument."""

    instrument: Instrument
    action: Action
    key: str = ""
    file_name: str = ""
    files: SourceFiles | None = None
    folder: Path = Path()
    record: MadeOriginal | None = None
    sha256: str = ""
    """Of an original that is there already and is to be looked at."""
    entry: RegisteredOriginal | None = None
    """What the register has of it."""
    failure: Failure | None = None


@dataclass(frozen=True)
class Inbox:
    """Where decisions are made, one instrument after the other, in the order of the manifest.

    Args:
        base: the folder that sources are relative to.
        out: the output folder.
        fingerprint: the digest of templates, fonts and versions.
        validator: who judges the conformance.
        journal: what was made before.
        registered: what the register has of the original with a digest, if anything.
    """

    base: Path
    out: Path
    fingerprint: str
    validator: str
    journal: Journal
    registered: t.Callable[[str], RegisteredOriginal | None]
    _claimed: dict[str, str] = field(default_factory=dict)

    def decide(self, instrument: Instrument) -> Decision:
        """Look at the source and at what was made of it; an error is part of the decision."""
        try:
            if instrument.original is not None:
                return self._given(instrument, self.base / instrument.original)
            return self._decided(instrument, self.base / (instrument.source or ""))
        except TypesetError as error:
            return Decision(instrument, "refused", failure=Failure.of(error))
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            kind = SourceError if instrument.source else CopyError
            said = kind(
                phrase("cannot read `{path}`: {reason}", path=instrument.path, reason=reason),
                phrase("correct the name or the permissions"),
            )
            return Decision(instrument, "refused", failure=Failure.of(said))

    def _given(self, instrument: Instrument, path: Path) -> Decision:
        """An original that is there already: looked at once, as long as it and its protocol stay what they are.

        Nothing of this depends on templates or fonts: what was proven once, and is registered, stays proven.
        """
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        files = collect(self.base / instrument.protocol) if instrument.protocol else None
        protocol = files and source_digests(files.contents)
        key = digest_of([instrument.original, sha256, protocol, instrument.signed_by])
        former = self.journal.originals.get(instrument.called)
        if former is not None and former.key == key:
            return Decision(instrument, "unchanged", key, path.name, record=former)
        entry = self.registered(sha256)
        return Decision(instrument, "copies only", key, path.name, files, sha256=sha256, entry=entry)

    def _decided(self, instrument: Instrument, path: Path) -> Decision:
        files, folder = collect(path), path if path.is_dir() else path.parent
        key = self._key(instrument, files, folder)
        former = self.journal.originals.get(instrument.called)
        name = self._name(instrument, files)
        if former is not None and former.key == key:
            self._claim(former.file, instrument)
            found = file_digest(self.out / former.file)
            if found == former.sha256:
                return Decision(instrument, "unchanged", key, Path(former.file).name, record=former)
            if found is not None:
                raise OutputError(
                    phrase("`{path}` has been altered since it was made", path=self.out / former.file),
                    phrase("restore it, or move it away"),
                )
            return Decision(instrument, "make", key, Path(former.file).name, files, folder, former)
        if former is not None:
            name = self._next(name, instrument)
            return Decision(instrument, "make again", key, name, files, folder, former)
        self._claim(f"{ORIGINALS}/{name}", instrument)
        return Decision(instrument, "make", key, name, files, folder)

    def _key(self, instrument: Instrument, files: SourceFiles, folder: Path) -> str:
        images = {
            path.relative_to(folder).as_posix(): file_digest(path)
            for path in sorted(folder.rglob("*"))
            if path.suffix.lower() in {".svg", ".png", ".jpg", ".jpeg"} and path.is_file()
        }
        return digest_of(
            {
                "root": files.root,
                "source": source_digests(files.contents),
                "images": images,
                "languages": instrument.languages,
                "name": instrument.name,
                "validator": self.validator,
                "fingerprint": self.fingerprint,
            }
        )

    def _name(self, instrument: Instrument, files: SourceFiles) -> str:
        found = read(files.shown(files.root), files.contents[files.root]).value
        identifier = found.get("identifier") if isinstance(found, dict) else None
        # Without a readable identifier the source is refused by the worker, with its place.
        return f"{filled(instrument.name, instrument, str(identifier or instrument.called))}.pdf"

    def _next(self, name: str, instrument: Instrument) -> str:
        """A name beside those of earlier originals, which are never overwritten."""
        stem, revision = name.removesuffix(".pdf"), 1
        while (self.out / ORIGINALS / name).exists() or self._claimed.get(alike(f"{ORIGINALS}/{name}")):
            revision += 1
            name = f"{stem}-r{revision}.pdf"
        self._claim(f"{ORIGINALS}/{name}", instrument)
        return name

    def _claim(self, file: str, instrument: Instrument) -> None:
        holder = self._claimed.setdefault(alike(file), instrument.called)
        if holder != instrument.called:
            raise OutputError(
                phrase("the file name `{name}` is that of `{holder}` already", name=Path(file).name, holder=holder),
                phrase("give one of them another `name`"),
            )


def filled(pattern: str, instrument: Instrument, identifier: str) -> str:
    """Fill `{id}` and `{identifier}` in plain letters, which lead out of no folder; the rest stays a pattern."""
    values = {"id": plain(instrument.called), "identifier": plain(identifier)}
    values |= {"number": "{number}", "recipient": "{recipient}"}
    return safe(fill(pattern, values))
