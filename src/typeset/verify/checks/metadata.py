"""Metadata: what the file says of itself to catalogues and screen readers."""

import datetime as dt
import re
import typing as t
import xml.etree.ElementTree as ET

from typeset.messages import phrase
from typeset.model.report import Check, Finding
from typeset.verify.blocks import canonical
from typeset.verify.checks.case import Case, check
from typeset.verify.drafts import TYPE

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_XMP = "{http://ns.adobe.com/xap/1.0/}"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DATES = (f"{_XMP}CreateDate", f"{_XMP}ModifyDate")
_PDF_DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)")


def metadata(case: Case) -> Check:
    """Title, identifier, date and languages in XMP and Info are those of the data; viewers show the title."""
    return check("metadata", phrase("the file's description agrees with the data"), _metadata(case))


def _metadata(case: Case) -> t.Iterator[Finding]:
    if not case.facts.display_title:
        yield Finding(message=phrase("viewers are not told to show the title (`DisplayDocTitle`)"))
    yield from _info(case)
    xmp = case.facts.xmp
    if b"<!DOCTYPE" in xmp or b"<!ENTITY" in xmp:
        yield Finding(message=phrase("the XMP declares types or entities, and is not read"))
        return
    try:
        root = ET.fromstring(xmp)  # noqa: S314 - see the import
    except ET.ParseError as error:
        yield Finding(message=phrase("the XMP cannot be read: {error}", error=error))
        return
    titles = {lang: _title(case, lang) for lang in case.languages}
    yield from _differs("dc:title", _alternatives(root), titles | {"x-default": titles[case.languages[0]]})
    yield from _differs("dc:type", _members(root, f"{_DC}type"), [TYPE] if case.draft else [])
    yield from _differs("dc:language", _members(root, f"{_DC}language"), list(case.languages))
    yield from _differs("dc:identifier", _values(root, f"{_DC}identifier"), [case.protocol.identifier])
    for name in _DATES:
        days = [value[:10] for value in _values(root, name)]
        yield from _differs(name.replace(_XMP, "xmp:"), days, [case.protocol.signed.isoformat()])


def _title(case: Case, lang: str) -> str:
    """The title by which the file is known; that of a draft begins with its mark."""
    title = case.protocol.texts[lang].full_title
    return f"[{case.wordings[lang].draft}] {title}" if case.draft else title


def _info(case: Case) -> t.Iterator[Finding]:
    info = case.facts.info
    title = _title(case, case.languages[0])
    yield from _differs("Title", info.get("Title", ""), title)
    for key in ("CreationDate", "ModDate"):
        if key in info:
            match = _PDF_DATE.match(info[key])
            day = dt.date(*map(int, match.groups())).isoformat() if match else info[key]
            yield from _differs(key, day, case.protocol.signed.isoformat())


def _differs(name: str, found: object, wanted: object) -> t.Iterator[Finding]:
    if _comparable(found) != _comparable(wanted):
        yield Finding(
            message=phrase(
                "`{name}` is {found}, expected {wanted}", name=name, found=_shown(found), wanted=_shown(wanted)
            )
        )


def _comparable(value: object) -> object:
    if isinstance(value, dict):
        return {key: canonical(text) for key, text in value.items()}
    return canonical(value) if isinstance(value, str) else value


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{key} «{text}»" for key, text in value.items()) or phrase("missing")
    if isinstance(value, list):
        return ", ".join(f"«{text}»" for text in value) or phrase("missing")
    return f"«{value}»"


def _alternatives(root: ET.Element) -> dict[str, str]:
    return {
        entry.get(_XML_LANG, ""): entry.text or ""
        for title in root.iter(f"{_DC}title")
        for entry in title.iter(f"{_RDF}li")
    }


def _members(root: ET.Element, name: str) -> list[str]:
    return [entry.text or "" for element in root.iter(name) for entry in element.iter(f"{_RDF}li")]


def _values(root: ET.Element, name: str) -> list[str]:
    """The values of a simple property, whether written as an element or as an attribute."""
    found = [(element.text or "").strip() for element in root.iter(name)]
    return found + [element.attrib[name] for element in root.iter(f"{_RDF}Description") if name in element.attrib]
