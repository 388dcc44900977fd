"""Thẻ trợ năng của các trường: form fields in the structure tree, and the PDF/UA claim."""

from collections.abc import Iterator, Mapping

from pikepdf import (  # noqa: TID253  loaded only by reports.signing.prepare
    Array,
    Dictionary,
    Name,
    Object,
    Pdf,
)

from reports.signing.values import FieldName

_HEAD_FIELDS = (FieldName.NUMBER, FieldName.DATE)
_RDF_END = b"</rdf:RDF>"
# PDF/A knows only the schemas that it lists itself; PDF/UA's own must be described.
_UA_CLAIM = """<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">\
<pdfuaid:part>1</pdfuaid:part></rdf:Description>\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag>\
<rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>\
<rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289 to which the document conforms\
</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li>\
</rdf:Bag></pdfaExtension:schemas></rdf:Description>"""


def is_tagged(document: Pdf) -> bool:
    return "/StructTreeRoot" in document.Root


def tag_fields(document: Pdf, fields: Mapping[FieldName, Object]) -> None:
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


def claim_accessibility(document: Pdf) -> None:
    """Say in the XMP metadata that the paper is PDF/UA-1, if it names its title and language."""
    xmp = document.Root.Metadata.read_bytes()
    if "/Lang" not in document.Root or b"dc:title" not in xmp or b"pdfuaid" in xmp:
        return
    at = xmp.rindex(_RDF_END)
    claimed = xmp[:at] + _UA_CLAIM.encode() + xmp[at:]
    metadata = document.make_stream(claimed, Type=Name.Metadata, Subtype=Name.XML)
    document.Root.Metadata = metadata
    if "/ViewerPreferences" not in document.Root:
        document.Root.ViewerPreferences = Dictionary()
    document.Root.ViewerPreferences.DisplayDocTitle = True


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
