"""Templates that reach for what is not theirs: through values of ours, through Jinja2's own, through files."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.hostile.assets.conftest import Housed

from typeset.compose.environment import render
from typeset.errors import ResourceError
from typeset.model.look import Emblem
from typeset.pipeline import Source

PICKLE = "cos\\nsystem\\n(S'touch {marker}'\\ntR."
"""What runs a command where it is unpickled."""

VALUES = [
    "{{ emblem.parse_raw('" + PICKLE.replace("'", "\\'") + "', proto='pickle', allow_pickle=True) }}",
    "{{ wording['parse_raw']('" + PICKLE.replace("'", "\\'") + "', proto='pickle', allow_pickle=True) }}",
    "{{ (emblem | attr('parse_raw'))('" + PICKLE.replace("'", "\\'") + "', proto='pickle', allow_pickle=True) }}",
    "{{ emblem.parse_file('{secret}') }}",
    "{{ (wording | attr('parse_file'))('{secret}') }}",
    "{% set read = emblem.parse_file %}{{ read('{secret}') }}",
    "{{ emblem.model_construct(file='x') }}",
    "{{ emblem.model_validate_json('{}') }}",
    "{{ emblem.model_fields.file.annotation }}",
    "{{ emblem.model_rebuild }}",
    "{{ emblem.copy(update={'file': 'x'}) }}",
    "{{ wording.written_date(1) }}",
]
JINJA = [
    "{{ [emblem] | map(attribute='__class__') | join }}",
    "{{ [emblem] | map('attr', '__class__') | join }}",
    "{{ [emblem] | selectattr('__class__') | list }}",
    "{{ ([emblem] | groupby('__class__') | first).grouper.mro }}",
    "{{ [emblem] | sort(attribute='__class__.__name__') }}",
    "{{ [emblem] | sum(attribute='__class__') }}",
    "{{ '{0.__class__}'.format(emblem) }}",
    "{{ '{x.__class__.__mro__}'.format_map({'x': emblem}) }}",
    "{{ ('{0.__class__}' | safe).format(emblem) }}",
    "{{ ('{0.__class__}' | escape).format_map({'0': emblem}) }}",
    "{{ '%s' | format(emblem.__class__) }}",
    "{{ cycler(1).next.__func__.__globals__ }}",
    "{{ joiner.__call__.__globals__ }}",
    "{{ namespace.__init__.__globals__ }}",
    "{{ namespace(a=1).__class__ }}",
    "{{ lipsum.__code__ }}",
    "{{ range.__class__ }}",
    "{{ dict.__subclasses__() }}",
    "{{ self._TemplateReference__context }}",
    "{{ self.__init__ }}",
    "{% for x in [1] %}{{ loop.__class__ }}{% endfor %}",
    "{% for x in [1] %}{{ loop._iterator }}{% endfor %}",
    "{% macro m() %}{{ caller.__globals__ }}{% endmacro %}{% call m() %}{% endcall %}",
    "{% macro m() %}{% endmacro %}{{ m._environment }}",
    "{% macro m() %}{% endmacro %}{{ m._func.__globals__ }}",
    "{{ ([1] | map('string')).gi_frame }}",
    "{{ ([1] | map('string')).gi_code }}",
    "{{ ([1] | select).__next__ }}",
    "{% import 'other.html' as o %}{{ o._body_stream }}",
    "{% import 'other.html' as o %}{{ o.__dict__ }}",
    "{{ numbers.clear() }}",
    "{{ words.update({'a': 1}) }}",
    "{{ ''.join.__self__ }}",
    "{{ 1.0.__class__ }}",
    "{{ (1).real.__class__ }}",
    "{{ emblem | tojson }}",
]


@pytest.mark.parametrize("template", [*VALUES, *JINJA])
def test_no_template_gets_out(
    template: str, housed: Housed, source: Callable[[str], Source], tmp_path: Path, recwarn: pytest.WarningsRecorder
) -> None:
    marker, secret = tmp_path / "marker", tmp_path / "secret.json"
    secret.write_text('{"file": "secret.svg", "width_mm": 9}', encoding="utf-8")
    text = template.replace("{marker}", str(marker)).replace("{secret}", str(secret))
    resources = housed({"own.html": text, "other.html": "{% macro n() %}{% endmacro %}"})
    wording = source("small").wordings["ru"]
    values = {"emblem": Emblem(file="emblem.svg"), "wording": wording, "numbers": [1], "words": {}}
    with pytest.raises(ResourceError) as raised:
        render("own.html", resources, **values)
    assert "secret.svg" not in raised.value.message
    assert raised.value.hint
    assert raised.value.where.startswith("own.html")
    assert not marker.exists()
    # Pydantic warns when one of these is called.
    assert [str(one.message) for one in recwarn if "parse" in str(one.message)] == []


@pytest.mark.parametrize(
    ("template", "printed"),
    [
        ("{{ emblem.file }}", "emblem.svg"),
        ("{{ emblem['width_mm'] }}", "24.0"),
        ("{{ [emblem] | map(attribute='file') | join }}", "emblem.svg"),
        ("{{ 'a' | upper }}{{ 'a'.upper() }}", "AA"),
        ("{{ words.get('x', 'y') }}", "y"),
    ],
)
def test_what_values_hold_is_theirs_to_print(template: str, printed: str, housed: Housed) -> None:
    emblem = Emblem(file="emblem.svg", width_mm=24)
    assert render("own.html", housed({"own.html": template}), emblem=emblem, words={}) == printed


@pytest.mark.parametrize("statement", ["include", "import", "extends"])
@pytest.mark.parametrize(
    "name", ["link.html", "linked/secret.html", "..\\secret.html", "%2e%2e/secret.html", "//etc/passwd"]
)
def test_no_link_and_no_spelling_leads_out(statement: str, name: str, housed: Housed, tmp_path: Path) -> None:
    (tmp_path / "secret.html").write_text("the secret", encoding="utf-8")
    ending = " as other" if statement == "import" else ""
    resources = housed({"own.html": f"{{% {statement} {name!r}{ending} %}}"})
    (tmp_path / "house" / "link.html").symlink_to("../secret.html")
    (tmp_path / "house" / "linked").symlink_to(tmp_path)
    with pytest.raises(ResourceError, match="there is no template"):
        render("own.html", resources)


def test_a_hard_look_at_names_given_by_templates(housed: Housed, tmp_path: Path) -> None:
    """A name that is made when the page is, is looked at then."""
    (tmp_path / "secret.html").write_text("the secret", encoding="utf-8")
    resources = housed({"own.html": "{% include ['none.html', '.' ~ './secret.html'] %}"})
    with pytest.raises(ResourceError):
        render("own.html", resources)
