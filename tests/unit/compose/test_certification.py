"""Terms and recipients into the HTML of the pages of certification."""

import datetime as dt
import re
import typing as t

import pytest

from typeset.compose.certification import compose_certifications, groups
from typeset.errors import ResourceError
from typeset.model.certification import Officer, Recipient, Subject, Terms
from typeset.resources import Resources
from typeset.source import wordings

SUBJECT = Subject(sha256="0123456789abcdef" * 4, identifier="SCO-1", title="Протокол", pages=7)
TERMS = Terms(
    language="ru",
    officer=Officer(office="Начальник отдела"),
    place="Пекин",
    date=dt.date(2018, 6, 4),
    kept_in="Секретариате ШОС",
)
RECIPIENTS = (Recipient(key="KZ", name="Республика Казахстан"), Recipient(key="CN", name="Китай"))


def html(resources: Resources, subject: dict[str, t.Any] | None = None, **terms: t.Any) -> str:  # noqa: ANN401 - fields
    own = Terms.model_validate(TERMS.model_dump() | terms)
    tables = wordings(dict.fromkeys((own.language, "ru", "zh")), resources)
    about = Subject.model_validate(SUBJECT.model_dump() | (subject or {}))
    return compose_certifications(about, own, RECIPIENTS, tables, resources).html


def statements(page: str) -> list[str]:
    first = page[page.index('class="certification"') :]
    first = first[: first.index("<table>")]
    return re.findall(r'<p class="statement">(.*?)</p>', first)


def test_a_certification_says_what_gost_asks(resources: Resources) -> None:
    page = html(resources)
    assert page.count("<h1>Верно</h1>") == 2
    assert statements(page) == [
        "Копия с подлинника: Протокол (SCO-1)",
        "Подлинник документа находится в\u00a0Секретариате ШОС",
    ]
    order = [
        "Верно",
        "Кому направляется",
        "Начальник отдела",
        "data-field=",
        "Пекин, 4\u00a0июня 2018\u00a0г.",
        "М. П.",
    ]
    places = [page.index(words) for words in order]
    assert places == sorted(places)


def test_what_is_known_besides_is_said(resources: Resources) -> None:
    page = html(resources, {"signed": dt.date(2018, 5, 22), "scanned": True}, file_reference="12-03/18")
    assert statements(page)[1:] == [
        "Подлинник подписан 22\u00a0мая 2018\u00a0г.",
        "Копия снята с электронного образа подписанного подлинника",
        "Подлинник документа находится в\u00a0Секретариате ШОС в\u00a0деле №\u00a012-03/18",
    ]


def test_an_officer_is_named_where_a_name_is_known(resources: Resources) -> None:
    assert html(resources).count('<div class="name"></div>') == 2
    named = html(resources, officer={"office": "Начальник", "name": "А. Б. Волков"})
    assert named.count('<div class="name"><p>А. Б. Волков</p></div>') == 2


@pytest.mark.parametrize(("duplex", "sheets"), [(False, "8"), (True, "4")])
def test_the_certification_page_counts_as_a_sheet(duplex: bool, sheets: str, resources: Resources) -> None:  # noqa: FBT001 - a parameter
    assert f"<td>{sheets}</td>" in html(resources, duplex=duplex)


def test_every_page_has_its_margin_line(resources: Resources) -> None:
    page = html(resources)
    assert [f"стр. {number} из 8" in page for number in range(10)] == [False, *[True] * 8, False]
    assert page.count('id="margin-page-') == 8
    assert "SHA-256 подлинника 0123456789abcdef…" in page
    assert "Республика Казахстан · экз.\u00a0№\u00a0</span>" in page


def test_marks_of_signatures_are_there_in_every_language(resources: Resources) -> None:
    page = html(resources, language="en", kept_in="the Secretariat")
    assert re.findall(r'lang="(\w+)" id="signed-\w+">(.*?)</p>', page) == [
        ("en", "(signed)"),
        ("ru", "(подпись)"),
        ("zh", "（签字）"),
    ]
    assert '<html lang="en">' in page


def test_the_digest_is_in_groups_of_four(resources: Resources) -> None:
    assert groups("0123456789") == ("0123", "4567", "89")
    line = " ".join(["0123 4567 89ab cdef"] * 2)
    assert f"{line}<br>{line}" in html(resources)


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", "{{ 7*7 }}", '" onclick="x', "&amp; & <b>"])
def test_data_comes_out_as_text(words: str, resources: Resources) -> None:
    spoilt = Recipient(key="KZ", name=words)
    own = TERMS.model_copy(update={"kept_in": words, "place": words, "officer": Officer(office=words, name=words)})
    tables = wordings(("ru",), resources)
    made = compose_certifications(SUBJECT.model_copy(update={"title": words}), own, (spoilt,), tables, resources)
    plain = compose_certifications(SUBJECT, TERMS, RECIPIENTS[:1], tables, resources)
    assert sorted(set(re.findall(r"<\w+", made.html))) == sorted(set(re.findall(r"<\w+", plain.html)))
    assert "49" not in made.html
    assert 'onclick="' not in made.html


def test_a_language_without_words_is_refused(resources: Resources) -> None:
    tables = wordings(("ru",), resources)
    bare = {"ru": tables["ru"].model_copy(update={"certification": None})}
    with pytest.raises(ResourceError, match="`ru` has no `certification`") as caught:
        compose_certifications(SUBJECT, TERMS, RECIPIENTS, bare, resources)
    assert "languages/ru.yaml" in caught.value.hint


def test_the_composition_is_in_the_language_of_the_certification(resources: Resources) -> None:
    tables = wordings(("ru", "zh"), resources)
    made = compose_certifications(SUBJECT, TERMS.model_copy(update={"language": "zh"}), RECIPIENTS, tables, resources)
    assert made.languages == ("zh",)
    assert made.title == "核正书"
    assert made.date == TERMS.date
