"""Templates of one's own: they go first, and they may not reach for what is not theirs."""

from collections.abc import Callable
from pathlib import Path

import pytest

from typeset.compose import compose
from typeset.compose.environment import render
from typeset.errors import ResourceError
from typeset.pipeline import Source
from typeset.resources import Resources, bundled


def rendered(folder: Path, template: str, **values: object) -> str:
    (folder / "own.html").write_text(template, encoding="utf-8")
    return render("own.html", bundled(folder), **values)


def test_a_template_of_ones_own_goes_first(tmp_path: Path, source: Callable[[str], Source]) -> None:
    (tmp_path / "signatures.html").write_text("<p>{{ text.signatures | length }} signatures</p>", encoding="utf-8")
    small = source("small")
    html = compose(small.protocol, small.wordings, small.files, bundled(tmp_path), ("ru", "zh")).html
    assert html.count("<p>3 signatures</p>") == 2
    assert 'class="signatures"' not in html
    assert 'class="title"' in html  # the other templates are the bundled ones


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{{ ''.__class__ }}", "unsafe"),
        ("{{ ''.__class__.__mro__[1].__subclasses__() }}", "unsafe"),
        ("{{ text['__class__'] }}", "unsafe"),
        ("{{ text | attr('__class__') }}", "unsafe"),
        ("{{ run.__globals__ }}", "unsafe"),
        ("{{ run.__globals__['os'].environ }}", "unsafe"),
        ("{{ self.__init__.__globals__ }}", "unsafe"),
        ("{{ cycler.__init__.__globals__ }}", "unsafe"),
        ("{{ lipsum.__globals__ }}", "unsafe"),
        ("{{ '{0.__class__}'.format(1) }}", "unsafe"),
        ("{{ numbers.append(1) }}", "unsafe"),
        ("{{ range(1000000000) | list }}", "Range too big"),
        ("{{ nothing_of_the_name }}", "'nothing_of_the_name' is undefined"),
        ("{% if nothing_of_the_name %}{% endif %}", "'nothing_of_the_name' is undefined"),
        ("{{ text.nothing }}", "has no attribute 'nothing'"),
        ("{{ blank }}", "a value that is not there"),
        ("{{ 1 / 0 }}", "division by zero"),
        ("{{ 1 + 'a' }}", "unsupported operand"),
        ("{{ [][5] }}", "has no element 5"),
        ("{{ text() }}", "not callable"),
    ],
)
def test_what_a_template_may_not_do(template: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(ResourceError) as raised:
        rendered(tmp_path, template, text="words", numbers=[1], run=rendered, blank=None)
    assert message in raised.value.message
    assert raised.value.where.startswith("own.html")


@pytest.mark.parametrize(
    ("template", "line"),
    [("<p>\n{% if %}", 2), ("{{ 'open", 1), ("\n\n{% endfor %}", 3), ("{% unknown %}", 1), ("{{ a | no_filter }}", 1)],
)
def test_a_syntax_error_has_a_place(template: str, line: int, tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="the template is faulty") as raised:
        rendered(tmp_path, template)
    assert raised.value.where == f"own.html:{line}"


@pytest.mark.parametrize("statement", ["include", "import", "extends"])
@pytest.mark.parametrize(
    "name", ["../secret.html", "sub/../../secret.html", "ABSOLUTE", "link.html", "linked/secret.html"]
)
def test_no_template_from_outside(statement: str, name: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.html"
    secret.write_text("the secret", encoding="utf-8")
    folder = tmp_path / "templates"
    (folder / "sub").mkdir(parents=True)
    (folder / "link.html").symlink_to(secret)
    (folder / "linked").symlink_to(tmp_path)
    name = str(secret) if name == "ABSOLUTE" else name
    ending = " as other" if statement == "import" else ""
    with pytest.raises(ResourceError, match="there is no template") as raised:
        rendered(folder, f"<p>\n{{% {statement} '{name}' %}}".replace("' %", f"'{ending} %"))
    assert name in raised.value.message
    assert raised.value.where == "own.html:2"


def test_a_fault_in_an_included_template_is_placed_there(tmp_path: Path) -> None:
    (tmp_path / "inner.html").write_text("\n{{ nothing }}", encoding="utf-8")
    with pytest.raises(ResourceError) as raised:
        rendered(tmp_path, "<p>{% include 'inner.html' %}")
    assert raised.value.where == "inner.html:2"


def test_a_missing_template_is_named() -> None:
    with pytest.raises(ResourceError, match=r"there is no template `none\.html`"):
        render("none.html", bundled())


def test_a_template_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "own.html").write_bytes(b"\xff\xfe<p>")
    with pytest.raises(ResourceError, match=r"own\.html"):
        render("own.html", bundled(tmp_path))


def test_a_template_that_includes_itself(tmp_path: Path) -> None:
    with pytest.raises(ResourceError):
        rendered(tmp_path, "{% include 'own.html' %}")


def test_a_given_template_goes_before_all_folders(tmp_path: Path) -> None:
    (tmp_path / "own.html").write_text("from the folder", encoding="utf-8")
    resources = Resources((tmp_path,), tmp_path, given=(("own.html", b"given"),))
    assert render("own.html", resources) == "given"
