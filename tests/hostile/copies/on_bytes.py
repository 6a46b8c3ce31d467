"""Tampering with bytes and seals, and with the row of the register."""

import re
import typing as t
from random import Random

from tests.hostile.copies.base import NUMBER, TERMS, Bench
from tests.hostile.copies.kinds import whole
from tests.hostile.copies.on_pages import word_changed_in_page_content
from tests.hostile.copies.tools import (
    Mutant,
    tampered,
    updated,
)


def _sealed(pdf: bytes, bench: Bench, *checks: str) -> Mutant:
    return Mutant(pdf, frozenset(checks), None, {"trust": (bench.trusted,)})


@whole(40)
def byte_flipped_in_a_sealed_file(bench: Bench, dice: Random) -> Mutant:
    pdf = bytearray(bench.sealed)
    pdf[dice.randrange(len(pdf))] ^= 1 << dice.randrange(8)
    return _sealed(bytes(pdf), bench, "seal")


@whole(12)
def byte_flipped_in_the_seal(bench: Bench, dice: Random) -> Mutant:
    pdf = bytearray(bench.sealed)
    start = bytes(pdf).rindex(b"/Contents <")
    pdf[dice.randrange(start, bytes(pdf).index(b">", start))] ^= 1 << dice.randrange(8)
    return _sealed(bytes(pdf), bench, "seal", "signer")


@whole(5)
def bytes_appended(bench: Bench, dice: Random) -> Mutant:
    base = dice.choice([bench.copy, bench.sealed])
    tail = dice.choice([b"\n", b"%%EOF\n", b"x" * 50, b"\n%PDF-1.7\n"])
    return Mutant(base + tail, frozenset({"file"}))


def _unmarked(writer: t.Any) -> None:  # noqa: ANN401 - pyHanko's writer
    from pyhanko.pdf_utils import generic  # noqa: PLC0415 - few mutants need it

    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents")[1]])
    writer.update_container(page)


@whole(2)
def watermark_removed_by_update(bench: Bench, dice: Random) -> Mutant:
    del dice
    return Mutant(updated(bench.copy, _unmarked), frozenset({"file", "seal"}))


@whole(3)
def sealed_file_updated(bench: Bench, dice: Random) -> Mutant:
    del dice
    return _sealed(updated(bench.sealed, _unmarked), bench, "seal")


@whole(3)
def seal_removed(bench: Bench, dice: Random) -> Mutant:
    del dice
    return _sealed(bench.copy, bench, "seal")


@whole(2)
def seal_removed_by_rewrite(bench: Bench, dice: Random) -> Mutant:
    pdf, _ = tampered(bench, lambda _: None, dice, bench.sealed)
    return _sealed(pdf, bench, "document")


@whole(3)
def seal_of_another_key(bench: Bench, dice: Random) -> Mutant:
    del dice
    return _sealed(bench.seal(bench.copy, 1), bench, "signer")


@whole(3)
def seal_on_a_tampered_copy(bench: Bench, dice: Random) -> Mutant:
    pdf, page = tampered(bench, word_changed_in_page_content, dice)
    return Mutant(bench.seal(pdf, 0), frozenset({"pages"}), page, {"trust": (bench.trusted,)})


@whole(4)
def garbage_between_objects(bench: Bench, dice: Random) -> Mutant:
    pdf, places = bench.copy, [match.end() for match in re.finditer(rb"\nendobj\n", bench.copy)][:-1]
    at = dice.choice(places)
    start = int(pdf[pdf.rindex(b"startxref") :].split()[1])
    # Same length, so that all offsets hold: the junk replaces the end of an object's last line.
    junk = pdf[: at - 8] + b"\n%endobj" + pdf[at:]
    return Mutant(junk, frozenset({"file"})) if at < start else Mutant(pdf + b"x", frozenset({"file"}))


@whole(3)
def held_against_another_original(bench: Bench, dice: Random) -> Mutant:
    del dice
    from typeset.verify.copies import prepare  # noqa: PLC0415 - few mutants need it

    return Mutant(bench.copy, frozenset({"original"}), None, {"original": prepare(bench.other_original)})


@whole(12)
def register_row_altered(bench: Bench, dice: Random) -> Mutant:
    changes: list[dict[str, t.Any]] = [
        {"number": 18}, {"recipient": "BB"}, {"original_sha256": "0" * 64}, {"sha256": "0" * 64},
        {"place": "Минск"}, {"issued": TERMS.date.replace(day=5)}, {"sheets": 99}, {"state": "faulty"},
        {"state": "pending", "sha256": None}, {"language": "zh"}, {"sealed": True}, {"conformed": False},
        {"identifier": "SMALL-2"}, {"recipient": None, "addressee": "Архив"},
    ]  # fmt: skip
    return Mutant(bench.copy, frozenset({"register"}), None, {"entry": bench.entry(bench.copy, **dice.choice(changes))})


@whole(3)
def good_copy_for_another_recipient(bench: Bench, dice: Random) -> Mutant:
    """Made by the maker itself, true in all, and not the one registered."""
    del dice
    return Mutant(bench.master.copy(NUMBER, "BB"), frozenset({"register"}), None, {"entry": bench.entry(bench.copy)})
