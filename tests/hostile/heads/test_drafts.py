"""A draft is known as one by any of its signs, is proven only with all of them, and never becomes a copy."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from pikepdf import Pdf
from tests.hostile import spoil as s

from typeset import verify
from typeset.errors import CopyError
from typeset.model.report import Report
from typeset.pipeline import Source, registering
from typeset.resources import Resources

Prove = Callable[[str, bytes], Report]
Pressed = Callable[[str], bytes]
_ACROSS = re.compile(
    rb"/Artifact\s+<</Type /Pagination>>\s+BDC(?:(?!EMC).)*?0\.952941 0\.741176 0\.713725 rg.*?EMC", re.DOTALL
)
_LINE = re.compile(
    rb"/Artifact\s+<</Type /Pagination>>\s+BDC(?:(?!EMC).)*?0\.627451 0\.094118 0\.062745 rg.*?EMC", re.DOTALL
)


def _without(pattern: re.Pattern[bytes], *pages: int) -> s.Spoiler:
    def spoil(file: Pdf) -> None:
        for index in pages or range(len(file.pages)):
            content = s.content_of(file.pages[index])
            assert pattern.search(content)
            s.write(file, index, pattern.sub(b"", content, count=1))

    return spoil


def _edited(old: bytes, new: bytes, page: int = 0) -> s.Spoiler:
    def spoil(file: Pdf) -> None:
        content = s.content_of(file.pages[page])
        mark = _ACROSS.search(content)
        assert mark
        assert old in mark[0]
        s.write(file, page, content.replace(mark[0], mark[0].replace(old, new)))

    return spoil


def _on_top(file: Pdf) -> None:
    content = s.content_of(file.pages[0])
    mark = _ACROSS.search(content)
    assert mark
    moved = b"q 1 0 0 -1 0 841.89 cm .75 0 0 .75 0 0 cm .587785 -.809017 .809017 .587785 -293.5 554 cm\n"
    s.write(file, 0, b"q\n" + content.replace(mark[0], b"") + b"\nQ\n" + moved + mark[0] + b"\nQ")


def _plain_titles(file: Pdf) -> None:
    del file.docinfo["/Title"]
    file.Root.Metadata.write(re.sub("\\[(ПРОЕКТ|草案)\\] ".encode(), b"", file.Root.Metadata.read_bytes()))


def _no_type(file: Pdf) -> None:
    xmp = file.Root.Metadata.read_bytes()
    assert b"<dc:type>" in xmp
    file.Root.Metadata.write(re.sub(b"<dc:type>.*?</dc:type>", b"", xmp, flags=re.DOTALL))


def _all_of(*spoilers: s.Spoiler) -> s.Spoiler:
    def spoil(file: Pdf) -> None:
        for one in spoilers:
            one(file)

    return spoil


def _no_marks(file: Pdf) -> None:
    _without(_ACROSS)(file)
    _without(_LINE)(file)


def _found(report: Report) -> list[tuple[str, str, int | None]]:
    return [(check.name, finding.message, finding.page) for check in report.checks for finding in check.findings]


def test_a_draft_is_proven_as_a_draft_and_as_nothing_else(
    pressed: Pressed, prove: Prove, headed: dict[str, Source], resources: Resources
) -> None:
    report = prove("draft", pressed("draft"))
    assert report.proven, _found(report)
    assert report.draft
    source = headed["svg"]
    facts = verify.read(pressed("draft"))
    report = verify.prove(facts, source.protocol, source.wordings, files=source.files, resources=resources, draft=False)
    assert {"visible", "metadata", "pages"} <= {check.name for check in report.checks if check.findings}


@pytest.mark.parametrize(
    ("spoiler", "check", "words"),
    [
        (_without(_ACROSS, 3), "draft", "0 times across the page"),
        (_without(_LINE, 3), "draft", "0 times in its margin"),
        (_edited(b"0.952941 0.741176 0.713725", b"1 0.98 0.98"), "draft", "too pale"),
        (_edited(b"0.952941 0.741176 0.713725", b"0.5 0 0"), "draft", "too dark"),
        (_edited(b"1 0 0 -1 ", b".3 0 0 -.3 "), "draft", "points large"),
        (_edited(b"1 0 0 -1 ", b".587785 .809017 .809017 -.587785 "), "draft", "2 times in its margin"),
        (_edited(b"BT", b"1 Tr BT"), "draft", "not painted in full"),
        (_edited(b"BT", b"0 0 9 9 re W n BT"), "draft", "is clipped"),
        (_on_top, "draft", "lies over what stands on the page"),
        (_plain_titles, "metadata", "dc:title"),
        (_no_type, "metadata", "dc:type"),
        (_all_of(_plain_titles, _no_type), "metadata", "dc:type"),
        (_no_marks, "draft", "0 times across the page, 0 times in its margin"),
        (_all_of(_no_marks, _no_type), "draft", "0 times"),
        (_all_of(_no_marks, _plain_titles), "draft", "0 times"),
        (_all_of(_without(_ACROSS), _plain_titles, _no_type), "draft", "0 times across"),
        (_all_of(_without(_LINE), _plain_titles, _no_type), "draft", "0 times in its margin"),
    ],
)
def test_a_draft_that_has_lost_a_sign_is_neither_a_proven_draft_nor_an_original(  # noqa: PLR0913, PLR0917 - a table
    spoiler: s.Spoiler, check: str, words: str, pressed: Pressed, prove: Prove, resources: Resources
) -> None:
    spoilt = s.spoilt(pressed("draft"), spoiler)
    report = prove("draft", spoilt)
    assert report.draft
    assert not report.proven
    assert [one for one in _found(report) if one[0] == check and words in one[1]], _found(report)
    with pytest.raises(CopyError, match="this is a draft"):
        registering.pressed(spoilt, Path("draft.pdf"), resources)


def test_no_draft_becomes_an_original_that_is_copied(
    pressed: Pressed, headed: dict[str, Source], resources: Resources
) -> None:
    for refused in (
        lambda: registering.pressed(pressed("draft"), Path("draft.pdf"), resources),
        lambda: registering.scanned(pressed("draft"), Path("draft.pdf"), headed["svg"]),
        lambda: registering.existing(pressed("draft"), Path("draft.pdf"), resources),
    ):
        with pytest.raises(CopyError, match="a draft is never certified: page 1 bears the mark of a draft") as error:
            refused()
        assert "without `--draft`" in error.value.hint
    assert registering.pressed(pressed("svg"), Path("original.pdf"), resources).pages


def test_an_original_says_nothing_of_a_draft(pressed: Pressed, headed: dict[str, Source]) -> None:
    assert not verify.draft_signs(verify.read(pressed("svg")), headed["svg"].wordings)
    assert len(verify.draft_signs(verify.read(pressed("draft")), headed["svg"].wordings)) > 2
