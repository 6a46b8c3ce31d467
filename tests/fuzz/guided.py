"""Sources and manifests that grow where they reach new lines of the loader: libFuzzer, by way of atheris.

`make guided` installs atheris beside, and runs this with libFuzzer's own options. An input is a byte that says which
file it is, and the file. What fails is kept where `-artifact_prefix` says.
"""

import sys
import tempfile
from pathlib import Path

import atheris  # type: ignore[import-untyped] # and not there: only `make guided` installs it
from tests.conftest import EXAMPLES, GOLDEN
from tests.fuzz import strange

with atheris.instrument_imports(include=["typeset.source", "typeset.batch.manifest", "typeset.model", "ruamel.yaml"]):
    from tests.fuzz.judging import Judge
    from tests.fuzz.test_sources import MANIFEST, manifest_of

    from typeset.model.source import SourceFiles
    from typeset.resources import bundled
    from typeset.source import collect

_SMALL = collect(GOLDEN / "small")
_FILES = (*sorted(_SMALL.contents), "p.yaml", "p.json", "m.yaml", "m.csv")
_CSV = b"source,id,copies,languages,officer,date\na/b,x,KZ:2;RU,ru;zh,Head,2026-05-20\nc,y,all,,,\n"
_LONG = 40
_JUDGE = Judge(bundled())
_FOLDER = Path(tempfile.mkdtemp())


def one(data: bytes) -> None:
    """Hand in one file, among sound ones where it is a part of a source."""
    name, content = _FILES[data[0] % len(_FILES)] if data else "p.yaml", data[1:]
    if name.startswith("m."):
        manifest_of(_FOLDER / name, content)
    elif name.startswith("p."):
        _JUDGE.of(SourceFiles(root=name, contents={name: content}))
    else:
        _JUDGE.of(_SMALL.model_copy(update={"contents": _SMALL.contents | {name: content}}))


def seeds(corpus: Path) -> None:
    """Write what is sound, and what is known to be strange, into the folder where libFuzzer begins."""
    corpus.mkdir(parents=True, exist_ok=True)
    contents = {**_SMALL.contents, "m.yaml": MANIFEST.encode(), "m.csv": _CSV}
    articles = collect(EXAMPLES / "articles" / "agreement.yaml")
    contents["p.yaml"] = articles.contents[articles.root]
    for name, content in contents.items():
        (corpus / name).write_bytes(bytes([_FILES.index(name)]) + content)
    words = (word.encode("utf-8", "surrogatepass") for word in strange.WORDS if word and len(word) < _LONG)
    entries = ('"' + "".join(f"\\x{byte:02x}" for byte in word) + '"' for word in words)
    corpus.with_suffix(".dict").write_text("\n".join(entries), encoding="ascii")
    for path in (Path(__file__).parents[1] / "hostile" / "sources").glob("*.yaml"):
        (corpus / path.name).write_bytes(bytes([_FILES.index("p.yaml")]) + path.read_bytes())


if __name__ == "__main__":
    seeds(Path(sys.argv[1]))
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
