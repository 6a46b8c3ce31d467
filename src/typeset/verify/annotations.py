"""Annotations and form fields into what they show and do."""

import typing as t

from typeset.messages import phrase
from typeset.verify import limits
from typeset.verify.facts import Annotation
from typeset.verify.objects import Kind, Objects, foreign, get, integer, items, mapping, rect, reference, resolve, text
from typeset.verify.places import Places

_TEXT = (str, bytes)
_COMMON: dict[str, Kind] = {
    **dict.fromkeys(("/Type", "/Subtype", "/NM", "/Contents"), _TEXT),
    **dict.fromkeys(("/F", "/StructParent"), int),
    **dict.fromkeys(("/Rect", "/AA"), object),
    "/P": dict,
}
_KNOWN: dict[str, dict[str, Kind]] = {
    "Link": _COMMON
    | {"/BS": dict, "/Border": list, "/Dest": (*_TEXT, list, dict), "/A": object, "/M": _TEXT, "/H": _TEXT},
    "Widget": _COMMON
    | dict.fromkeys(("/FT", "/T", "/TU"), _TEXT)
    | {"/Ff": int, "/AP": dict, "/Parent": dict, "/V": object, "/Kids": list},
}
_LINE: dict[str, Kind] = {"/Type": str, "/W": (int, float), "/S": str, "/D": list}
"""What annotations, and the lines around them, may have as entries."""
_WIDTH = 2
"""Where a Border array has the width of the line."""


def annotations(objects: Objects, page: object, number: int, places: Places) -> t.Iterator[Annotation]:
    """The annotations of a page."""
    for entry in items(page, "/Annots"):
        source = resolve(entry)
        target, active = places.target(source)
        subtype = text(source, "/Subtype").removeprefix("/")
        unknown = foreign(source, _KNOWN[subtype]) if subtype in _KNOWN else ""
        if unknown := unknown or ("/BS" if foreign(get(source, "/BS"), _LINE) else ""):
            objects.remark(
                phrase(
                    "a {subtype} annotation has the entry `{unknown}`, which is not known",
                    subtype=subtype,
                    unknown=unknown,
                ),
                number,
            )
        if get(source, "/Type") not in (None, "/Annot"):
            objects.remark(phrase("a {subtype} annotation calls itself something else", subtype=subtype), number)
        if (box := rect(source, "/Rect")) is None:
            objects.remark(phrase("a {subtype} annotation has no place on the page", subtype=subtype), number)
        yield Annotation(
            number=reference(entry),
            page=number,
            subtype=subtype,
            box=box or (0.0, 0.0, 0.0, 0.0),
            flags=integer(source, "/F") or 0,
            contents=text(source, "/Contents"),
            name=field_name(source) if subtype == "Widget" else "",
            field_type=text(source, "/FT").removeprefix("/"),
            filled=get(source, "/V") is not None,
            target=target,
            tooltip=text(source, "/TU"),
            struct_parent=integer(source, "/StructParent"),
            drawn=_drawn(objects, source, subtype),
            active=active,
        )


def _drawn(objects: Objects, source: object, subtype: str) -> bool:
    """Whether an annotation paints anything: a border, or an appearance with more than `q Q` in it."""
    if subtype == "Link":
        border = [resolve(part) for part in items(source, "/Border")]
        style = get(source, "/BS")
        width = get(style, "/W") if style is not None else border[_WIDTH] if len(border) > _WIDTH else 1
        if width != 0:
            return True
    appearance = get(source, "/AP")
    if appearance is None:
        return False
    streams = [resolve(value) for value in mapping(appearance).values()]
    return set(mapping(appearance)) != {"/N"} or any(
        set(objects.data(value).split()) - {b"q", b"Q"} for value in streams
    )


def field_name(source: object) -> str:
    """The full name of a field: the partial names from its topmost ancestor down, joined by dots."""
    names: list[str] = []
    for _ in range(limits.MAX_DEPTH):
        if name := text(source, "/T"):
            names.append(name)
        source = get(source, "/Parent")
        if source is None:
            break
    return ".".join(reversed(names))


def fields(catalog: object) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The full names of all fields at the ends of the form's tree, and what the form would do by itself."""
    form = get(catalog, "/AcroForm")
    names: list[str] = []
    seen: set[int] = set()

    def collect(entry: object, depth: int) -> None:
        if depth > limits.MAX_DEPTH or (reference(entry) and reference(entry) in seen):
            return
        seen.add(reference(entry))
        kids = [kid for kid in items(entry, "/Kids") if "/T" in mapping(kid)]
        for kid in kids:
            collect(kid, depth + 1)
        if not kids:
            names.append(field_name(resolve(entry)))

    for entry in items(form, "/Fields"):
        collect(entry, 0)
    acting = {"/XFA": phrase("an XFA form"), "/CO": phrase("calculated fields")}
    active = [what for key, what in acting.items() if get(form, key) is not None]
    if get(form, "/NeedAppearances"):
        active.append(phrase("fields drawn by the viewer"))
    return tuple(names), tuple(active)
