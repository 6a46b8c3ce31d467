"""The signature itself: entries that are missing or odd, ranges that leave gaps, and seals that allow too much."""

import io
import re
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String
from tests.hostile.copies.base import NUMBER, Bench
from tests.hostile.shadow.attacks import after, faithless, key, whole
from tests.hostile.shadow.before import content, number, page
from tests.hostile.shadow.updates import Objects, Row, Update, grown, revision, sealed, signature_of, table

from typeset.certify.sealing import from_file

_GAP = re.compile(rb"/Contents <([0-9A-Fa-f]+)>")
_RANGE = re.compile(rb"/ByteRange \[([^\]]*)\]( *)")


def _gap(pdf: bytes) -> "re.Match[bytes]":
    found = _GAP.search(pdf, pdf.rindex(b"/Type /Sig\n") - 60_000)
    assert found
    return found


# Forgery: the signature is there, and says nothing that could be checked


def _in_place(pattern: "re.Pattern[bytes]", instead: bytes) -> Callable[[Bench], bytes]:
    """The sealed file, an entry of its signature written over, at the same length."""

    def make(bench: Bench) -> bytes:
        found = list(pattern.finditer(bench.sealed))[-1]
        assert len(instead) <= len(found[0])
        return bench.sealed[: found.start()] + instead.ljust(len(found[0])) + bench.sealed[found.end() :]

    return make


_VALUES = {
    "missing": b"",
    "null": b" null",
    "empty": b" []",
    "of noughts": b" [0 0 0 0]",
    "below nought": b" [0 -1 -1 -1]",
    "of the file alone": b" [0 99999999]",
    "of three": b" [0 10 20]",
    "beyond the file": b" [0 10 999999999 10]",
    "of words": b" [/a /b /c /d]",
    "a figure": b" 0",
}
_CONTENTS = {
    "missing": b"",
    "null": b" null",
    "empty": b" <>",
    "nought": b" <00>",
    "a name": b" /x",
    "a figure": b" 0",
    "no CMS": b" <3000>",
}
_ENTRIES = {
    "sub-filter missing": (rb"/SubFilter /ETSI.CAdES.detached", b""),
    "sub-filter of nobody": (rb"/SubFilter /ETSI.CAdES.detached", b"/SubFilter /none"),
    "sub-filter of bare digests": (rb"/SubFilter /ETSI.CAdES.detached", b"/SubFilter /adbe.pkcs7.sha1"),
    "sub-filter of timestamps": (rb"/SubFilter /ETSI.CAdES.detached", b"/SubFilter /ETSI.RFC3161"),
    "filter missing": (rb"/Filter /Adobe.PPKLite", b""),
    "type of timestamps": (rb"/Type /Sig\n/Filter", b"/Filter"),
    "permission missing": (rb"/P 1\n", b""),
    "permission to annotate": (rb"/P 1\n", b"/P 3\n"),
    "reference missing": (rb"/Reference \[.*?\]\n", b""),
}


def _forged(name: str, pattern: bytes, instead: bytes) -> None:
    compiled = re.compile(pattern, re.DOTALL)

    def written_over(bench: Bench) -> bytes:
        return _in_place(compiled, instead)(bench)

    def updated(bench: Bench) -> bytes:
        """The same entry in an update that only repeats the signature."""
        objects = revision(bench.sealed, bench.copy)
        signature = signature_of(objects)
        body = objects[signature]
        found = list(compiled.finditer(body))[-1]
        made = {signature: body[: found.start()] + instead + body[found.end() :]}
        return Update(bench.sealed, made).written()

    for function, how in ((written_over, "written over"), (updated, "updated")):
        function.__name__ = f"{name} {how}"
        whole("forgery", "seal")(function)


for _name, _value in _VALUES.items():
    _forged(f"range {_name}", _RANGE.pattern, b"/ByteRange" + _value if _value else b"")
for _name, _value in _CONTENTS.items():
    _forged(f"signature {_name}", _GAP.pattern, b"/Contents" + _value if _value else b"")
for _name, (_pattern, _value) in _ENTRIES.items():
    _forged(_name, _pattern, _value)


@after("forgery")
def field_that_leads_to_a_page(file: Pdf) -> None:
    file.Root.AcroForm.Fields[-1].V = page(file)


@after("forgery")
def field_with_nothing_in_it(file: Pdf) -> None:
    file.Root.AcroForm.Fields[-1].V = Dictionary()


@whole("forgery", "seal")
def signature_of_another_copy(bench: Bench) -> bytes:
    """The figures of a sealed copy that says another number."""
    other = _gap(bench.seal(bench.master.copy(NUMBER + 1, "BB"), 0))
    return _with_figures(bench.sealed, other[1])


def _with_figures(pdf: bytes, figures: bytes) -> bytes:
    found = _gap(pdf)
    start, end = found.span(1)
    return pdf[:start] + figures[: end - start].ljust(end - start, b"0") + pdf[end:]


@whole("forgery", "seal", "pages")
def seal_moved_to_a_copy_that_was_changed(bench: Bench) -> bytes:
    """The update of the seal, with all its bytes, after a copy of the same length."""
    at = bench.copy.index(b"stream\n", 9_000) + 20
    changed = bench.copy[:at] + bytes([bench.copy[at] ^ 1]) + bench.copy[at + 1 :]
    return changed + bench.sealed[len(bench.copy) :]


@whole("forgery", "signer")
def seal_of_a_namesake(bench: Bench) -> bytes:
    """Another key whose certificate has the same name."""
    import datetime as dt  # noqa: PLC0415 - this one alone needs it

    from typeset.certify.trialkey import trial_key  # noqa: PLC0415 - likewise

    path = bench.folder / "namesake.p12"
    path.write_bytes(trial_key("One", b"trial", dt.datetime(2026, 1, 1, tzinfo=dt.UTC), 3650)[0])
    objects = revision(bench.sealed, bench.copy)
    return sealed(Update(bench.copy, objects), from_file(path, b"trial"))


# Wrapping: what is signed is still there, and something else is shown


def _wrapped(bench: Bench, *, last: bool) -> bytes:
    """The signed end moved to the end of the file, and at its old place a table that leads to another first page.

    What is signed says where the table starts, so another must stand there. The entries after the figures are moved
    away with the end: an attacker writes his own, with a range that knows where the end is now.
    """
    found, start = _gap(bench.sealed), int(re.findall(rb"startxref\n(\d+)", bench.sealed)[-1])
    head, tail = bench.sealed[: found.end()], bench.sealed[found.end() :]
    rest = tail[: start - len(head)]
    said = _RANGE.search(rest)
    assert said
    first, own, updated = number(bench.copy), start, revision(bench.sealed, bench.copy)
    rows: dict[int, Row] = {one: (1, bench.sealed.index(b"%d 0 obj" % one, len(bench.copy)), 0) for one in updated}
    top = max(rows) + 1
    root, info = _roots(bench)
    entries = b"/Root %d 0 R /Info %d 0 R /Size %d /Prev %d /ID [ <00> <00> ]"
    before = int(re.findall(rb"startxref\n(\d+)", bench.copy)[-1])
    rows |= {top: (1, own, 0), first: (1, 0, 0)}
    length = len(table(top, rows, entries % (root, info, top + 1, before)))
    rows[first] = (1, own + length, 0)
    between = table(top, rows, entries % (root, info, top + 1, before))
    between += b"%d 0 obj\n" % first + content(bench.copy, 1) + b"\nendobj\n"
    at = found.start() + len(b"/Contents ")
    after = len(head) + len(rest) + len(between)
    ranged = b"/ByteRange [0 %d %d %d]" % (at, after if last else len(head), len(tail))
    rest = rest[: said.start()] + ranged.ljust(len(said[0])) + rest[said.end() :]
    return head + rest + between + tail


def _roots(bench: Bench) -> tuple[int, int]:
    with pikepdf.open(io.BytesIO(bench.sealed)) as file:
        return file.Root.objgen[0], file.trailer.Info.objgen[0]


@whole("wrapping", "seal")
def end_moved_and_a_page_in_its_place(bench: Bench) -> bytes:
    """The digest is right."""
    return _wrapped(bench, last=True)


@whole("wrapping", "seal")
def end_moved_and_not_said(bench: Bench) -> bytes:
    return _wrapped(bench, last=False)


@whole("wrapping", "refused")
def blanks_between_what_is_signed(bench: Bench) -> bytes:
    found = _gap(bench.sealed)
    return bench.sealed[: found.end()] + b" " * 500 + bench.sealed[found.end() :]


@whole("wrapping", "seal")
def figures_after_the_signature(bench: Bench) -> bytes:
    """Within the gap, after the CMS, where nobody signs: an object in figures."""
    found = _gap(bench.sealed)
    figures = found[1].rstrip(b"0") + b"00" + b"<< /Type /Page >>".hex().encode()
    return _with_figures(bench.sealed, figures)


@whole("wrapping", "seal")
def object_in_the_gap(bench: Bench) -> bytes:
    """The figures end early, and an object stands in the rest of the gap."""
    found = _gap(bench.sealed)
    start, end = found.span(1)
    kept = found[1].rstrip(b"0") + b"0"
    return bench.sealed[:start] + (kept + b"> /X (shadow) ").ljust(end - start + 1) + bench.sealed[end + 1 :]


@whole("wrapping", "seal")
def letters_of_the_figures_in_another_case(bench: Bench) -> bytes:
    figures = _gap(bench.sealed)[1]
    return _with_figures(bench.sealed, figures.replace(b"A", b"a", 1))


@whole("wrapping", "seal")
def two_fields_of_the_seals_name(bench: Bench) -> bytes:
    """The first bears another's seal, the second the good one."""

    def doubled(file: Pdf) -> None:
        fields = file.Root.AcroForm.Fields
        twin = Dictionary(dict(fields[-1].items()))
        twin.V = file.make_indirect(Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite")))
        fields.insert(0, file.make_indirect(twin))

    return grown(bench.sealed, doubled)


# Faithless seals: whoever has the key signs more than a seal


def _rows(bench: Bench) -> dict[int, Row]:
    import pypdf  # noqa: PLC0415 - this one alone needs it

    reader = pypdf.PdfReader(io.BytesIO(bench.copy), strict=True)
    return {one: (2, holder, index) for one, (holder, index) in reader.xref_objStm.items()}


def _with(objects: Objects, change: Callable[[bytes], bytes], mark: bytes) -> Objects:
    """Objects of which the one that holds `mark` is changed."""
    where = next(one for one, body in objects.items() if mark in body)
    made = change(objects[where])
    assert made != objects[where]
    return objects | {where: made}


def _changed(update: Update, change: Callable[[bytes], bytes], mark: bytes) -> Update:
    update.objects = _with(update.objects, change, mark)
    return update


def _in_catalog(update: Update, entry: bytes) -> Update:
    return _changed(update, lambda body: body.replace(b"\n/Lang ", b"\n" + entry + b"\n/Lang ", 1), b"/StructTreeRoot")


@whole("faithless seal", "seal")
def pages_exchanged_by_the_table_alone(bench: Bench) -> bytes:
    """No object is written: two rows lead to one another's places."""
    rows, one, other = _rows(bench), number(bench.copy), number(bench.copy, 1)
    update = Update(bench.copy, revision(bench.sealed, bench.copy), {one: rows[other], other: rows[one]})
    return sealed(update, from_file(key(bench), b"trial"))


@whole("faithless seal", "seal")
def page_that_calls_itself_a_table(bench: Bench) -> bytes:
    """Most readers never ask a page for its type."""
    first = number(bench.copy)
    body = content(bench.copy, 1).replace(b"/Type /Page", b"/Type /XRef")
    update = Update(bench.copy, {**revision(bench.sealed, bench.copy), first: body})
    return sealed(update, from_file(key(bench), b"trial"))


@whole("faithless seal", "seal")
def page_exchanged_with_the_seal(bench: Bench) -> bytes:
    update = Update(bench.copy, {**revision(bench.sealed, bench.copy), number(bench.copy): content(bench.copy, 1)})
    return sealed(update, from_file(key(bench), b"trial"))


@whole("faithless seal", "seal")
def title_exchanged_by_the_table_alone(bench: Bench) -> bytes:
    with pikepdf.open(io.BytesIO(bench.copy)) as file:
        info = file.trailer.Info.objgen[0]
        other = file.Root.AcroForm.objgen[0]
    rows = _rows(bench)
    update = Update(bench.copy, revision(bench.sealed, bench.copy), {info: rows[other]})
    return sealed(update, from_file(key(bench), b"trial"))


@faithless("faithless seal", "refused")
def another_description(update: Update) -> Update:
    """Of two entries of one name, the last counts with most readers."""
    update.trailer = b"/Info 59 0 R"
    return update


@faithless("faithless seal", "refused")
def start_of_another_file(update: Update) -> Update:
    update.prev = 15
    return update


@faithless("faithless seal", "refused")
def second_table_beside(update: Update) -> Update:
    update.trailer = b"/XRefStm 15"
    return update


@faithless()
def page_among_the_free_objects_by_the_seal(update: Update) -> Update:
    update.rows = {number(update.base): (0, 0, 1)}
    return update


@faithless()
def table_that_takes_the_number_of_a_page(update: Update) -> Update:
    """It is a page besides: most readers never ask a page for its type."""
    update.own = number(update.base)
    update.trailer = content(update.base, 1).strip()[2:-2].replace(b"/Type /Page", b"")
    return update


@faithless()
def script_with_the_seal(update: Update) -> Update:
    return _in_catalog(update, b"/OpenAction << /S /JavaScript /JS (app.alert) >>")


@faithless()
def layers_with_the_seal(update: Update) -> Update:
    return _in_catalog(update, b"/OCProperties << /OCGs [] /D << >> >>")


@faithless()
def second_permission(update: Update) -> Update:
    return _changed(update, lambda body: body.replace(b"/DocMDP ", b"/UR3 12 0 R /DocMDP ", 1), b"/Perms")


@faithless()
def seal_that_allows_forms(update: Update) -> Update:
    return _changed(update, lambda body: body.replace(b"/P 1", b"/P 2"), b"/ByteRange")


@faithless()
def seal_that_allows_annotations(update: Update) -> Update:
    return _changed(update, lambda body: body.replace(b"/P 1", b"/P 3"), b"/ByteRange")


@faithless()
def seal_that_certifies_nothing(update: Update) -> Update:
    """A signature of approval, after which anything may be added."""
    body = _changed(update, lambda body: re.sub(rb"/Reference \[.*?\]\n", b"", body, flags=re.DOTALL), b"/ByteRange")
    return _changed(body, lambda body: re.sub(rb"/Perms <<.*?>>\n", b"", body, flags=re.DOTALL), b"/Perms")


@faithless()
def seal_that_guards_fields_alone(update: Update) -> Update:
    return _changed(update, lambda body: body.replace(b"/DocMDP", b"/FieldMDP"), b"/ByteRange")


@faithless()
def seal_laid_over_the_page_by_itself(update: Update) -> Update:
    return _changed(update, lambda body: re.sub(rb"/Rect \[[^\]]*\]", b"/Rect [ 0 0 595 842 ]", body), b"/FT /Sig")


@faithless()
def seal_with_an_entry_of_its_own(update: Update) -> Update:
    return _changed(update, lambda body: body.replace(b"/Type /Sig\n", b"/Type /Sig\n/Shadow (x)\n"), b"/ByteRange")


@faithless()
def seal_of_another_place(update: Update) -> Update:
    return _changed(update, lambda body: re.sub(rb"/Location \(.*?\)\n", b"/Location (x)\n", body), b"/ByteRange")


def _signed(name: str, **how: object) -> None:
    def make(bench: Bench) -> bytes:
        update = Update(bench.copy, revision(bench.sealed, bench.copy))
        return sealed(update, from_file(key(bench), b"trial"), **how)  # type: ignore[arg-type] # handed on

    make.__name__ = name
    whole("faithless seal", "seal")(make)


# The signature is good for what its range says, and the range leaves something out.
_signed("range_that_ends_early", spans=lambda start, end, size: [0, start, end, size - end - 40])
_signed("range_with_a_wider_gap", spans=lambda start, end, size: [0, start - 20, end, size - end])
_signed("range_with_a_gap_after_the_signature", spans=lambda start, end, size: [0, start, end + 30, size - end - 30])
_signed("range_of_three_pieces", spans=lambda start, end, size: [0, start, end, 50, end + 50, size - end - 50])
_signed("range_that_begins_late", spans=lambda start, end, size: [9, start - 9, end, size - end])
_signed("range_of_one_piece", spans=lambda start, _end, _size: [0, start])
_signed("range_without_the_copy", spans=lambda start, end, size: [start - 500, 500, end, size - end])
_signed("range_that_overlaps_itself", spans=lambda start, end, size: [0, start, end - 2, size - end + 2])
_signed("range_in_another_order", spans=lambda start, end, size: [end, size - end, 0, start])
_signed("other_content_signed", encapsulated=b"something else that was signed in good faith")


@faithless("evil annotation")
def annotation_with_the_seal(update: Update) -> Update:
    with pikepdf.open(io.BytesIO(update.base)) as file:
        first = page(file)
        note = Dictionary(Type=Name.Annot, Subtype=Name.FreeText, Rect=Array([0, 0, 500, 500]), Contents=String("x"))
        first.Annots = Array([*first.get("/Annots", Array()), note])
        update.objects[first.objgen[0]] = bytes(first.unparse(resolved=True))
    return update
