"""Heads of texts: emblem and letterhead before the title, the marks of a draft, and the files that go along."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests import looks

from typeset.compose import compose
from typeset.errors import ResourceError
from typeset.model.composition import Composition
from typeset.pipeline import Source, read
from typeset.resources import Resources


def _composed(source: Source, resources: Resources, *, draft: bool = False) -> Composition:
    languages = source.protocol.languages
    return compose(source.protocol, source.wordings, source.files, resources, languages, draft=draft)


@pytest.fixture
def headed(tmp_path: Path, resources: Resources) -> Source:
    return read(looks.headed(tmp_path), resources)


def test_emblem_and_letterhead_stand_before_the_title_of_each_text(headed: Source, resources: Resources) -> None:
    html = _composed(headed, resources).html
    for language, alt, line in (("ru", "Звезда в круге", "Секретариат"), ("zh", "圆中之星", "秘书处")):
        part = html[html.index(f'id="{language}"') :]
        emblem, words = (
            part.index(f'<img src="emblem.svg" alt="{alt}" style="width: 24.0mm">'),
            part.index(f">{line}</p>"),
        )
        assert emblem < words < part.index("<h1")
    assert html.count("<img") == 2
    assert html.count('class="head ruled"') == 2


def test_the_emblem_is_a_file_of_the_source(headed: Source, resources: Resources) -> None:
    composition = _composed(headed, resources)
    (emblem,) = [file for file in composition.files if file.name == "emblem.svg"]
    assert (emblem.content, emblem.media_type, emblem.relationship) == (looks.SVG, "image/svg+xml", "Source")
    assert [picture.file for picture in composition.pictures] == ["emblem.svg"]
    assert len(composition.stylesheets) == 1


def test_a_plain_text_has_no_head(source: Callable[[str], Source], resources: Resources) -> None:
    composition = _composed(source("small"), resources)
    assert not composition.stylesheets
    assert not composition.pictures
    assert 'class="head' not in composition.html
    assert "draft" not in composition.html


def test_a_draft_is_marked_in_every_section_and_in_its_titles(
    source: Callable[[str], Source], resources: Resources
) -> None:
    composition = _composed(source("small"), resources, draft=True)
    assert composition.draft
    assert composition.title == "[ПРОЕКТ] ПРОТОКОЛ первой Встречи"
    assert [title[:5] for _, title in composition.titles] == ["[ПРОЕ", "[草案] "]
    for section in composition.sections:
        word = "草案" if 'lang="zh"' in section.html else "ПРОЕКТ"
        assert section.html.count(f">{word}</div>") == 2
        assert section.html.count('data-artifact="draft"') == 2


def test_a_longer_word_is_set_smaller(source: Callable[[str], Source], resources: Resources) -> None:
    html = _composed(source("small"), resources, draft=True).html
    assert "font-size: 134pt" in html
    assert "font-size: 170pt" in html


def test_a_language_without_the_word_has_no_drafts(source: Callable[[str], Source], resources: Resources) -> None:
    small = source("small")
    wordings = {tag: wording.model_copy(update={"draft": None}) for tag, wording in small.wordings.items()}
    with pytest.raises(ResourceError, match="no word for a draft in `ru`") as error:
        _composed(replace(small, wordings=wordings), resources, draft=True)
    assert "languages/ru.yaml" in error.value.hint
