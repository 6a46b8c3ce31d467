"""The words of the code into the catalogues that translate them: `make messages`.

Reads every template of a message, every help text and click's own words; brings `src/typeset/locale/*/…/typeset.po` up
to date; and compiles them beside it, as they are installed. What is new stands there without a translation, and what
is no longer said is dropped. Ends with 1 where a translation is missing.
"""

import ast
import importlib.util
import inspect
import io
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "typeset"
LOCALE = SOURCE / "locale"
LANGUAGES = ("ru", "zh")

Words = str | tuple[str, str]
"""What is looked up: a sentence, or its forms for one and for many."""

_CLICK = ("core", "decorators", "exceptions", "formatting", "parser", "termui", "types")
"""The modules of click whose words a user of typeset may meet."""
_CLICK_MORE = ("required",)
"""Words that click looks up by a variable."""
_HELP = {"help", "show_default", "epilog"}
"""Arguments of click's decorators that are shown."""


def said(path: Path) -> Iterator[tuple[Words, int]]:
    """Everything in a module of ours that is looked up, with its line."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    constants = _constants(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = _name(node)
            if name in {"phrase", "looked_up"} and (words := _text(node.args[0], constants)):
                yield words, node.lineno
            elif name == "counted":
                yield (_text(node.args[0], constants), _text(node.args[1], constants)), node.lineno
            for keyword in node.keywords if "cli" in path.parts else ():
                if keyword.arg in _HELP and (words := _text(keyword.value, constants)):
                    yield words, node.lineno
        elif isinstance(node, ast.FunctionDef) and any(_is_command(decorator) for decorator in node.decorator_list):
            yield inspect.cleandoc(ast.get_docstring(node, clean=False) or ""), node.lineno


def clicks() -> Iterator[Words]:
    """Everything that click looks up."""
    home = Path(next(iter(importlib.util.find_spec("click").submodule_search_locations)))
    for module in _CLICK:
        for node in ast.walk(ast.parse((home / f"{module}.py").read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            if _name(node) == "_" and (words := _text(node.args[0], {})):
                yield words
            elif _name(node) == "ngettext":
                yield _text(node.args[0], {}), _text(node.args[1], {})
    yield from _CLICK_MORE


def template() -> Catalog:
    """All that is to be translated, in the order of the files."""
    found = Catalog(domain="typeset", project="typeset", charset="utf-8", fuzzy=False)
    for path in sorted(SOURCE.rglob("*.py")):
        for words, _ in said(path):
            if _speaks(words):
                found.add(words, auto_comments=(), locations=[(path.relative_to(ROOT).as_posix(), None)])
    for words in clicks():
        found.add(words, locations=[("click", None)])
    return found


def catalogue(language: str) -> Path:
    """Where the translations into a language stand."""
    return LOCALE / language / "LC_MESSAGES" / "typeset.po"


def read(language: str) -> Catalog:
    """The translations into a language, as they stand."""
    with catalogue(language).open("rb") as file:
        return read_po(file, locale=language, domain="typeset")


def compiled(language: str) -> bytes:
    """What is installed of a language."""
    page = io.BytesIO()
    write_mo(page, read(language))
    return page.getvalue()


def update(language: str) -> list[str]:
    """Bring a catalogue up to date and compile it; what has no translation is returned."""
    known = read(language)
    known.update(template(), no_fuzzy_matching=True, update_creation_date=False)
    known.obsolete.clear()
    with catalogue(language).open("wb") as file:
        write_po(file, known, width=110, ignore_obsolete=True, omit_header=False)
    catalogue(language).with_suffix(".mo").write_bytes(compiled(language))
    return [str(entry.id) for entry in known if entry.id and not _translated(entry.string)]


def _translated(string: str | Sequence[str] | None) -> bool:
    return bool(string) and all(string or ())


def _speaks(words: Words) -> bool:
    """Whether there is anything to translate beside fields and marks."""
    text = words if isinstance(words, str) else words[0]
    return bool(re.search(r"[A-Za-z]{2}", re.sub(r"\{\w+\}", "", text)))


def _constants(tree: ast.Module) -> dict[str, str]:
    """The texts that a module gives names to."""
    return {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _text(node: ast.expr, constants: dict[str, str]) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return constants.get(node.id, "") if isinstance(node, ast.Name) else ""


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _is_command(decorator: ast.expr) -> bool:
    function = decorator.func if isinstance(decorator, ast.Call) else decorator
    name = (
        function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
    )
    return name in {"command", "group"}


def main() -> int:
    """Update every catalogue, and name what is missing."""
    missing = {language: update(language) for language in LANGUAGES}
    for language, words in missing.items():
        print(f"{language}: {len(words)} without a translation")
        for word in words:
            print(f"  {word!r}")
    return 1 if any(missing.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
