"""The models into the JSON Schema of the source format, by which editors complete and check while one writes."""

import ast
import inspect
import typing as t

from pydantic import BaseModel

from typeset.model import certification as copies
from typeset.model import look
from typeset.model import protocol as facts
from typeset.model import text as words
from typeset.model.protocol import FORMAT, Protocol
from typeset.model.text import AuthenticText

Schema = dict[str, t.Any]
Part = t.Literal["protocol", "text"]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_PARTS: dict[Part, type[BaseModel]] = {"protocol": Protocol, "text": AuthenticText}
_LANGUAGE = r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*$"

# What may be written as a plain string, and what that string then is.
_SHORT = {
    "Paragraph": "The words of a paragraph; `{annex KEY}` and `{item KEY}` refer to annexes and items.",
    "PartyName": "The party's name.",
    "Member": "The participant's office.",
    "Signatory": "The key of the party, where one signs for it.",
}
_EITHER = {"AnnexWords": t.get_args(words.AnnexKind), "Delegation": ("party", "heading")}
# What a field holds, where the model leaves that to the field's name.
_FIELDS = {
    "Protocol.typeset": "The version of the source format.",
    "Protocol.identifier": "The protocol's identifier in the register.",
    "Protocol.form": "Whether the provisions are items (1., 2., …) or articles.",
    "Protocol.languages": "The languages of the authentic texts, as BCP 47 tags, in the order of the original.",
    "Protocol.original_copies": "In how many copies the original is made.",
    "Protocol.meeting": "The meeting that the protocol records, if any.",
    "Protocol.signed": "The day of signature.",
    "Protocol.depositary": "Who keeps the original, and what is due from it.",
    "Protocol.parties": "The keys of the parties, in the order that the instrument declares.",
    "Protocol.signatories": "Who signs, in the order of the signatures.",
    "Protocol.annexes": "The annexes, numbered in the order of their first mention.",
    "Protocol.mixed_alphabets": "Words that mix letters of several alphabets on purpose; others are complained about.",
    "Protocol.texts": "The authentic texts by language: each a file name, or the text itself.",
    "Protocol.certification": "What is settled beforehand about certified copies.",
    "CertificationSettings.officer": "Who certifies.",
    "CertificationSettings.file_reference": "The file that the original stands in, where the depositary keeps files.",
    "CertificationSettings.address": "Where a holder of a copy may have it verified; goes into the QR code.",
    "CertificationSettings.watermark": "The look of the watermark, and its words where they are not the usual ones.",
    "CertificationSettings.duplex": "Whether copies are printed on both sides, so that two pages make a sheet.",
    "Officer.office": "The officer's office, in the language of the certification.",
    "Officer.name": "The officer's name; without it the page leaves room for it.",
    "Meeting.opened": "The day on which the meeting was opened.",
    "Meeting.closed": "The day on which the meeting was closed.",
    "Meeting.number": "The meeting's number in its series.",
    "Signatory.party": "The party that is signed for.",
    "Annex.id": "The annex's key, by which texts refer to it.",
    "Annex.number": "The annex's number: 1, 2, 3 … in the order of this list.",
    "AuthenticText.language": "The language of this text, as a BCP 47 tag.",
    "AuthenticText.title": "The title, as it stands at the head of the first page.",
    "AuthenticText.subtitle": "The second part of the title.",
    "AuthenticText.names": "What the facts are called in this language.",
    "AuthenticText.preamble": "The paragraphs before the first item.",
    "AuthenticText.items": "The numbered provisions.",
    "AuthenticText.closing": "The closing formula: done at, on, in which languages.",
    "AuthenticText.deposit": "The clause on the depositary.",
    "AuthenticText.signatories": "The words of each signatory, by its id.",
    "AuthenticText.annexes": "The words of each annex, by its id.",
    "Names.place": "The place of signature.",
    "Names.depositary": "The depositary's name.",
    "Names.parties": "The name of each party, by its key.",
    "PartyName.name": "The party's name.",
    "PartyName.signing": "The form of the name that follows «За» over a signature.",
    "Paragraph.text": "The words of the paragraph.",
    "Quote.quote": "The quoted paragraph, or a list of them.",
    "SubItems.subitems": "The lettered provisions.",
    "Heading.heading": "The words of the heading.",
    "Listing.list": "The entries of the list.",
    "Table.columns": "The headings of the columns.",
    "Table.rows": "The rows, each with one cell a column.",
    "TableBlock.table": "The table.",
    "Item.id": "The item's key, equal in every language.",
    "Item.heading": "The item's heading, if it has one.",
    "Item.body": "What the item provides: paragraphs, quotations, sub-items.",
    "SubItem.id": "The sub-item's key, equal in every language.",
    "SubItem.text": "The words of the sub-item.",
    "SubItem.subitems": "The provisions of the second lettered level.",
    "SubSubItem.id": "The provision's key, equal in every language.",
    "SubSubItem.text": "The words of the provision.",
    "SignatoryWords.office": "The signatory's office.",
    "SignatoryWords.name": "The signatory's name; without it the page keeps a blank line.",
    "Member.office": "The participant's office.",
    "Member.name": "The participant's name.",
    "Delegation.party": "The party whose delegation this is.",
    "Delegation.heading": "The heading of those who belong to no party.",
    "Delegation.members": "The participants.",
    "AnnexWords.title": "The annex's title.",
    "AnnexWords.points": "The points of an agenda.",
    "AnnexWords.delegations": "A list of participants.",
    "AnnexWords.body": "Free text.",
    "AnnexWords.table": "One table.",
}


def json_schema(part: Part = "protocol") -> Schema:
    """The JSON Schema (2020-12) of a root file, or of the file of one text.

    It knows the short forms, but not what must agree between the parts of a source: that is what `check` is for.
    """
    model = _PARTS[part]
    schema = model.model_json_schema()
    described = _described()
    for name, one in [(model.__name__, schema), *schema["$defs"].items()]:
        _describe(name, one, described)
    for name, one in schema["$defs"].items():
        if name in _EITHER:
            one["oneOf"] = [{"required": [key]} for key in _EITHER[name]]
        if name in _SHORT:
            schema["$defs"][name] = {"anyOf": [{"type": "string", "description": _SHORT[name]}, one]}
    quote = schema["$defs"]["Quote"]["properties"]
    del quote["quote"]["minLength"]
    quote["quote"] = {"anyOf": [{"type": "string"}, quote["quote"]], "description": quote["quote"].pop("description")}
    if part == "protocol":
        _root(schema)
    return {"$schema": DIALECT, "title": f"typeset {part}, format {FORMAT}", **_without(schema, "title")}


def _root(schema: Schema) -> None:
    """Let a signatory do without an id, a text be the name of a file, and a profile's name hold for every language."""
    schema["$defs"]["Signatory"]["anyOf"][1]["required"] = ["party"]
    schema["properties"]["languages"]["items"]["pattern"] = _LANGUAGE
    chosen = schema["properties"]["profile"]
    described, name = chosen.pop("description"), chosen["additionalProperties"]
    chosen["propertyNames"] = {"pattern": _LANGUAGE}
    schema["properties"]["profile"] = {"anyOf": [name, chosen], "description": described}
    texts = schema["properties"]["texts"]
    name = {"type": "string", "minLength": 1, "description": "The name of a file beside this one."}
    texts["additionalProperties"] = {"anyOf": [name, texts["additionalProperties"]]}
    texts["propertyNames"] = {"pattern": _LANGUAGE}


def _describe(name: str, schema: Schema, described: dict[str, str]) -> None:
    for key, field in schema["properties"].items():
        field["description"] = described[f"{name}.{key}"]
        field.pop("title", None)
        if "patternProperties" in field:
            field["additionalProperties"] = False
        if key == "language":
            field["pattern"] = _LANGUAGE


def _described() -> dict[str, str]:
    """What each field holds, `Model.field` to its docstring or, where it has none, to the words above."""
    found = dict(_FIELDS)
    for module in (facts, words, copies, look):
        for node in ast.parse(inspect.getsource(module)).body:
            if isinstance(node, ast.ClassDef):
                found |= {f"{node.name}.{key}": said for key, said in _docstrings(node)}
    return found


def _docstrings(model: ast.ClassDef) -> t.Iterator[tuple[str, str]]:
    """The strings that stand under the fields of a class."""
    for field, below in zip(model.body, model.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            match below:
                case ast.Expr(value=ast.Constant(value=str(said))):
                    yield field.target.id, " ".join(said.split())


def _without(schema: Schema, key: str) -> Schema:
    return {name: value for name, value in schema.items() if name != key}
