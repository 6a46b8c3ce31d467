"""Tampering with the marks of a copy: watermark, margin line, marks of signatures."""

import re

from pikepdf import Array, Object
from tests.hostile.copies.base import TERMS
from tests.hostile.copies.kinds import kind
from tests.hostile.copies.tools import (
    Tamper,
    regular,
    rewrite,
    shuffled,
    swapped,
)

from typeset.certify.watermark import watermark
from typeset.model.certification import Watermark

_ARTIFACT = re.compile(rb"/Artifact <</Type [^>]*/Footer>> BDC\nq [^/]* /TypesetSigned.*?EMC\n", re.DOTALL)


@kind(8, "marks")
def watermark_removed_by_rewrite(on: Tamper) -> int:
    index = on.dice.choice(range(on.last + 1))
    rewrite(on.file.pages[index].obj.Contents[0], b"q\n")
    return index + 1


@kind(3, "marks")
def watermark_emptied(on: Tamper) -> int:
    on.form(0, "Watermark").write(on.dice.choice([b"", b"0 G 1 w 1 j 1 0 0 1 0 0 cm 1 0 0 1 0 0 cm S", b"q Q"]))
    return 1


@kind(4, "marks")
def watermark_made_darker(on: Tamper) -> int:
    grey = b"%.3f G" % on.dice.choice([0.0, 0.3, 0.5, 0.72, 0.99])
    swapped(on.form(0, "Watermark"), b"0.860 G", grey)
    return 1


@kind(3, "marks")
def watermark_filled(on: Tamper) -> int:
    swapped(on.form(0, "Watermark"), b"\nS", on.dice.choice([b"\nf", b"\nB", b"\nS\n1 g 0 0 600 850 re f"]))
    return 1


@kind(3, "marks")
def watermark_in_other_words(on: Tamper) -> int:
    words = on.dice.choice(["ЧЕРНОВИК", "ЗАВЕРЕННАЯ КОПИЛ", "ПОДЛИННИК"])
    on.form(0, "Watermark").write(watermark(words, TERMS.watermark, on.bench.resources))
    return 1


@kind(3, "marks")
def watermark_at_another_angle_or_size(on: Tamper) -> int:
    look = on.dice.choice([Watermark(angle=0), Watermark(size=20), Watermark(angle=-52)])
    on.form(0, "Watermark").write(watermark("ЗАВЕРЕННАЯ КОПИЯ", look, on.bench.resources))
    return 1


@kind(4, "marks")
def watermark_shrunk_on_one_page(on: Tamper) -> int:
    index = on.page()
    swapped(on.file.pages[index].obj.Contents[0], b"q 1 0 0 1", b"q 0.1 0 0 0.1")
    return index + 1


@kind(3, "marks")
def watermark_hides_the_page(on: Tamper) -> int:
    """Drawn after the page in its place."""
    index = on.page()
    before, after = on.file.pages[index].obj.Contents[0], on.file.pages[index].obj.Contents[-1]
    water = before.read_bytes()[:-2]
    before.write(b"q\n")
    swapped(after, b"Q\n", b"Q\n" + water)
    return index + 1


@kind(8, "marks")
def margin_line_altered_on_one_page(on: Tamper) -> int:
    index = on.dice.choice(range(on.last + 1))
    form = on.form(index, "Page")
    rewrite(form, shuffled(form.read_bytes(), on.dice))
    return index + 1


@kind(4, "marks")
def margin_line_of_another_page(on: Tamper) -> int:
    one, other = on.dice.sample(range(on.last + 1), 2)
    on.file.pages[one].obj.Resources.XObject["/TypesetPage"] = on.form(other, "Page")
    return one + 1


@kind(4, "marks")
def margin_line_altered_on_all_pages(on: Tamper) -> int:
    form = on.form(0, "Margin")
    rewrite(form, shuffled(form.read_bytes(), on.dice))
    return 1


@kind(3, "marks")
def margin_line_removed(on: Tamper) -> int:
    index = on.page()
    rewrite(on.file.pages[index].obj.Contents[-1], b"\nQ\n")
    return index + 1


@kind(3, "marks")
def margin_line_hides_text(on: Tamper) -> int:
    form = on.form(0, "Margin")
    rewrite(form, form.read_bytes() + b"\n1 1 1 rg 100 300 400 200 re f")
    return 1


@kind(3, "marks")
def margin_line_invisible(on: Tamper) -> int:
    swapped(on.form(0, "Margin"), b"0 0 0 rg", on.dice.choice([b"1 1 1 rg", b"0 0 0 rg 3 Tr", b"0.9 0.9 0.9 rg"]))
    return 1


@kind(3, "marks")
def font_of_the_margin_line_swapped(on: Tamper) -> int:
    font = regular(on.form(0, "Margin").Resources.Font)
    table = font.ToUnicode.read_bytes()
    rewrite(font.ToUnicode, table.replace(b"> <0031>", b"> <0039>"))
    return 1


@kind(4, "marks")
def signature_mark_added(on: Tamper) -> int:
    index = on.page()
    page = on.file.pages[index].obj
    names = [f"/TypesetSigned-{lang}" for lang in ("ru", "zh")]
    name, forms = on.dice.choice(names), _stamps(on)
    page.Resources.XObject[name] = forms[name]
    line = b"/Artifact <</Type /Pagination /Subtype /Footer>> BDC\nq 1 0 0 1 200.000 300.000 cm %s Do Q\nEMC\n"
    page.Contents[-1].write(page.Contents[-1].read_bytes() + line % name.encode())
    return index + 1


def _stamps(on: Tamper) -> dict[str, Object]:
    return {
        name: form
        for page in on.file.pages
        for name, form in page.obj.Resources.XObject.items()
        if name.startswith("/TypesetSigned")
    }


def _stamped(on: Tamper) -> int:
    return on.dice.choice([i for i in on.originals if _ARTIFACT.search(on.file.pages[i].obj.Contents[-1].read_bytes())])


@kind(3, "marks")
def signature_mark_removed(on: Tamper) -> int:
    index = _stamped(on)
    page = on.file.pages[index].obj
    rewrite(page.Contents[-1], _ARTIFACT.sub(b"", page.Contents[-1].read_bytes()))
    for name in [name for name in page.Resources.XObject.keys() if name.startswith("/TypesetSigned")]:  # noqa: SIM118 - pikepdf dictionaries have no iterator of keys
        del page.Resources.XObject[name]
    return index + 1


@kind(3, "marks")
def signature_mark_moved(on: Tamper) -> int:
    index = _stamped(on)
    stream = on.file.pages[index].obj.Contents[-1]
    rewrite(
        stream,
        re.sub(
            rb"q 1 0 0 1 [\d.]+ [\d.]+ cm /TypesetSigned", b"q 1 0 0 1 20.5 33.1 cm /TypesetSigned", stream.read_bytes()
        ),
    )
    return index + 1


@kind(3, "marks")
def form_of_a_mark_cropped(on: Tamper) -> int:
    on.form(0, on.dice.choice(["Watermark", "Margin"])).BBox = Array([0, 0, 300, 841.89])
    return 1


@kind(2, "marks")
def form_of_a_mark_with_a_matrix(on: Tamper) -> int:
    on.form(0, on.dice.choice(["Watermark", "Margin"])).Matrix = Array([0.1, 0, 0, 0.1, 0, 0])
    return 1
