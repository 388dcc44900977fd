"""Cây thẻ: the paper's structure tree made small, for readers aloud and for quick verification.

WeasyPrint gives every printed line and every anonymous box an element of its own. A
verifier compares the whole tree between revisions, so its time grows with the number of
elements: a paragraph that holds its lines directly is the same to a screen reader and a
tenth of the work. Works on pydyf objects, before the file is written.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class _Element:
    """Structure element; kids are elements or marked-content numbers of ``page``."""

    tag: str
    page: bytes
    kids: list[Any] = field(default_factory=list)
    table: dict[str, Any] = field(default_factory=dict)  # attributes owned by Table
    layout: Any = None  # a Figure's own attribute dictionary
    alt: Any = None


# Wrappers that say nothing about their content.
_HOLLOW = {"/NonStruct", "/Div"}
# Elements that may hold marked content of their own.
_HOLDERS = {
    "/P",
    "/H1",
    "/H2",
    "/H3",
    "/H4",
    "/H5",
    "/H6",
    "/TD",
    "/TH",
    "/LBody",
    "/Figure",
}


def compact(pdf: Any) -> None:
    """Replace the structure tree of a freshly generated pydyf PDF by an equal, smaller one."""
    import pydyf  # noqa: PLC0415 comes with the engine

    by_reference = {obj.reference: obj for obj in pdf.objects}
    root = by_reference[pdf.catalog["StructTreeRoot"]]
    parent_tree = by_reference[root["ParentTree"]]
    (document,) = root["K"]
    pages = pdf.page_references
    tree = _Element("/Document", pages[0])
    for reference in by_reference[document]["K"]:
        tree.kids += _read(by_reference[reference], by_reference)
    tree.kids += _foot(pdf, document, by_reference)
    _hide_orphans(pdf, tree, pages)

    # The old tree is a run of objects from the parent tree on; only metadata may follow it.
    first = parent_tree.number
    tail = [obj for obj in pdf.objects[first:] if not _is_structure(obj, parent_tree)]
    moved = {obj.reference: obj for obj in tail}
    del pdf.objects[first:]
    for obj in tail:
        pdf.add_object(obj)
    for old, obj in moved.items():
        for key, value in pdf.catalog.items():
            if value == old:
                pdf.catalog[key] = obj.reference

    holders: dict[bytes, dict[int, bytes]] = {page: {} for page in pages}
    new_root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
    pdf.add_object(new_root)
    top = _write(tree, new_root, pdf, holders)
    nums = pydyf.Array()
    for index, page in enumerate(pages):
        count = max(holders[page], default=-1) + 1
        owners = pydyf.Array(holders[page].get(mcid, b"null") for mcid in range(count))
        nums.extend((index, owners))
    new_parent_tree = pydyf.Dictionary({"Nums": nums})
    pdf.add_object(new_parent_tree)
    new_root["K"] = top.reference
    new_root["ParentTree"] = new_parent_tree.reference
    new_root["ParentTreeNextKey"] = len(pages)
    pdf.catalog["StructTreeRoot"] = new_root.reference


def _is_structure(obj: Any, parent_tree: Any) -> bool:
    return obj is parent_tree or (
        isinstance(obj, dict) and obj.get("Type") in ("/StructElem", "/StructTreeRoot")
    )


def _read(obj: Any, by_reference: dict[bytes, Any], above: str = "") -> Iterator[Any]:
    """The element, or its kids where it says nothing itself.

    An anonymous box has the tag of the element that it stands in: no heading in a heading.
    """
    element = _Element(obj["S"], obj.get("Pg"))
    for kid in obj["K"]:
        if isinstance(kid, int):
            element.kids.append((element.page, kid))
        else:
            element.kids += _read(by_reference[kid], by_reference, element.tag)
    attributes = obj.get("A") or {}
    for key in ("ColSpan", "RowSpan"):
        if key in attributes:
            element.table[key] = attributes[key]
    if element.tag == "/TH":
        element.table["Scope"] = "/Column"
    elif element.tag == "/Figure":
        element.layout, element.alt = attributes, obj.get("Alt")
        x1, y1, x2, y2 = attributes[
            "BBox"
        ]  # the engine's pixels from the top of the page
        _, _, _, height = by_reference[element.page]["MediaBox"]
        attributes["BBox"][:] = (
            0.75 * x1,
            height - 0.75 * y2,
            0.75 * x2,
            height - 0.75 * y1,
        )
    only_content = element.kids and all(isinstance(kid, tuple) for kid in element.kids)
    anonymous = element.tag == above and element.tag in _HOLDERS
    if anonymous or element.tag in _HOLLOW or (element.tag == "/Span" and only_content):
        yield from element.kids
    elif element.kids or element.tag in ("/TD", "/TH"):
        yield element


def _foot(pdf: Any, document: bytes, by_reference: dict[bytes, Any]) -> Iterator[Any]:
    """The look-up mark stands in a page margin, which the engine leaves out of the tree."""
    linked = set(by_reference[document]["K"])
    for obj in pdf.objects:
        if not isinstance(obj, dict) or obj.get("P") != document:
            continue
        element: Any = obj
        if element.reference not in linked and _has_figure(element, by_reference):
            yield from _read(element, by_reference)


def _has_figure(obj: Any, by_reference: dict[bytes, Any]) -> bool:
    kids = [by_reference[kid] for kid in obj["K"] if not isinstance(kid, int)]
    return obj["S"] == "/Figure" or any(_has_figure(kid, by_reference) for kid in kids)


def _hide_orphans(pdf: Any, tree: _Element, pages: tuple[bytes, ...]) -> None:
    """Marked content outside the tree (page numbers) becomes an artifact."""
    known: dict[bytes, set[int]] = {page: set() for page in pages}
    stack = [tree]
    while stack:
        for kid in stack.pop().kids:
            if isinstance(kid, tuple):
                known[kid[0]].add(kid[1])
            else:
                stack.append(kid)
    objects = {obj.reference: obj for obj in pdf.objects}
    for page in pages:
        commands = objects[objects[page]["Contents"]].stream
        for index, command in enumerate(commands):
            if isinstance(command, dict) and command.get("MCID", -1) not in known[page]:
                commands[index - 1] = "/Artifact"
                commands[index] = b"BMC"
                commands[index + 1] = b""


def _write(
    element: _Element, parent: Any, pdf: Any, holders: dict[bytes, dict[int, bytes]]
):
    """Add the element and what is under it; loose content is wrapped in a paragraph."""
    import pydyf  # noqa: PLC0415 comes with the engine

    out = pydyf.Dictionary(
        {"Type": "/StructElem", "S": element.tag, "P": parent.reference}
    )
    pdf.add_object(out)
    kids, own = pydyf.Array(), element.tag in _HOLDERS
    for kid in element.kids:
        if isinstance(kid, _Element):
            kids.append(_write(kid, out, pdf, holders).reference)
            continue
        page, mcid = kid
        if own and out.setdefault("Pg", page) == page:
            kids.append(mcid)
            holders[page][mcid] = out.reference
        else:
            holder = pydyf.Dictionary(
                {"Type": "/StructElem", "S": "/Span" if own else "/P", "P": out.reference,
                 "Pg": page, "K": mcid}
            )  # fmt: skip
            pdf.add_object(holder)
            kids.append(holder.reference)
            holders[page][mcid] = holder.reference
    if kids:
        out["K"] = kids
    if element.table:
        out["A"] = pydyf.Dictionary({"O": "/Table", **element.table})
    if element.layout:
        out["A"] = element.layout
    if element.alt:
        out["Alt"] = element.alt
    return out
