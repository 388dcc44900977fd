"""Thẻ trợ năng của các trường: form fields in the structure tree of a tagged paper."""

from collections.abc import Iterator, Mapping

from pikepdf import (  # noqa: TID253  loaded only by reports.signing.prepare
    Array,
    Dictionary,
    Name,
    Object,
    Pdf,
)

from reports.signing.values import FieldName

_HEAD_FIELDS = (FieldName.NUMBER, FieldName.DATE, FieldName.COPY)


def is_tagged(document: Pdf) -> bool:
    return "/StructTreeRoot" in document.Root


def tag_fields(document: Pdf, fields: Mapping[str, Object]) -> None:
    """Give each field a Form element where a listener should meet it.

    Number and date come before the title, the signatures after everything else.
    """
    tree = document.Root.StructTreeRoot
    top = tree.K[0] if isinstance(tree.K, Array) else tree.K
    title = _first_heading(top)
    next_key = 1 + max(_keys(tree.ParentTree), default=-1)
    for name, widget in fields.items():
        before = title if name in _HEAD_FIELDS else None
        parent = top if before is None else before.P
        element = document.make_indirect(
            Dictionary(
                Type=Name.StructElem,
                S=Name.Form,
                P=parent,
                Pg=widget.P,
                K=Dictionary(Type=Name.OBJR, Obj=widget, Pg=widget.P),
            )
        )
        children = _children(parent)
        if before is None:
            children.append(element)
        else:
            numbers = [getattr(child, "objgen", None) for child in children]
            children.insert(numbers.index(before.objgen), element)
        parent.K = Array(children)
        widget.StructParent = next_key
        tree.ParentTree.Nums.append(next_key)
        tree.ParentTree.Nums.append(element)
        widget.P.Tabs = Name.S
        next_key += 1
    tree.ParentTreeNextKey = next_key


def _first_heading(element: Object) -> Object | None:
    for child in _children(element):
        if not isinstance(child, Dictionary) or not child.is_indirect:
            continue
        if child.get("/S") in (Name.H1, Name.H, Name.Title):
            return child
        found = _first_heading(child)
        if found is not None:
            return found
    return None


def _children(element: Object) -> list[Object]:
    kids = element.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, Array) else [kids]


def _keys(tree: Object) -> Iterator[int]:
    if "/Nums" in tree:
        yield from (int(key) for key in list(tree.Nums)[::2])
    for kid in tree.get("/Kids", ()):
        yield from _keys(kid)
