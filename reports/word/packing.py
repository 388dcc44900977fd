"""Gói tệp Word: the parts of a .docx and what they say of it. Equal parts make equal bytes."""

from collections.abc import Iterator
from io import BytesIO
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from campaigns.content import PlanContent
from campaigns.twin import SCHEMA_ID, to_twin
from reports.rendering import naming, wording
from reports.word import styles
from reports.word.markup import NAMESPACES, twips

# What python-docx's empty document brings along and a plan has no use for.
_UNUSED = ("/docProps/thumbnail", "/customXml/", "/word/stylesWithEffects", "/word/webSettings",
           "/word/numbering")  # fmt: skip
# Word 2010's way of setting lines: later ones squeeze the spaces of a justified line to take one
# word more, and so would break lines elsewhere than the PDF.
_COMPATIBLE = 14
# JSON holds these as they are, XML must not.
_UNFIT = {0xFFFE: "\\ufffe", 0xFFFF: "\\uffff"}
_PROPERTIES = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_DATA_STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_PROPERTIES_RELATION = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXmlProps"
)


class Package:
    """Một tệp đang viết."""

    def __init__(self, content: PlanContent, *, title: str, status: str):
        self._document = Document()
        self._part = self._document.part
        self._drop_unused()
        _refill(self._document.styles.element, styles.sheet())
        _refill(self._document.settings.element, _settings())
        self._describe(content, title, status)
        self._enclose(to_twin(content))

    def add_header(self, inner: str) -> str:
        """Its relationship's id."""
        part, relation = self._part.add_header_part()
        _refill(part.element, f"<w:hdr {NAMESPACES}>{inner}</w:hdr>")
        return relation

    def add_footer(self, inner: str) -> str:
        part, relation = self._part.add_footer_part()
        _refill(part.element, f"<w:ftr {NAMESPACES}>{inner}</w:ftr>")
        return relation

    def close(self, body: str, section: str) -> bytes:
        """The file's bytes."""
        _refill(
            self._part.element,
            f"<w:document {NAMESPACES}><w:body>{body}{section}</w:body></w:document>",
        )
        made = BytesIO()
        self._document.save(made)
        return _repacked(made)

    def _drop_unused(self) -> None:
        for holder in (self._document.part.package, self._part):
            for key, relation in list(holder.rels.items()):
                if relation.is_external:
                    continue
                if str(relation.target_part.partname).startswith(_UNUSED):
                    del holder.rels[key]

    def _describe(self, content: PlanContent, title: str, status: str) -> None:
        properties = self._document.core_properties
        properties.title = wording.clean(title)[:255]
        authority = naming.authority_in_text(content.letterhead)
        properties.author = wording.clean(authority)[:255]
        properties.subject = wording.clean(content.title)[:255]
        properties.content_status = status
        properties.comments = ""
        properties.keywords = ""
        properties.language = styles.LANGUAGE
        element = properties._element
        for name in ("dcterms:created", "dcterms:modified", "cp:lastModifiedBy"):
            for found in element.findall(qn(name)):  # equal plans make equal files
                element.remove(found)

    def _enclose(self, twin: bytes) -> None:
        """The plan's twin, where Word keeps the data of others and saves it again."""
        package = self._part.package
        data = escape(twin.decode().translate(_UNFIT))
        item = Part(
            PackURI("/customXml/item1.xml"),
            "application/xml",
            f'<plan xmlns="{SCHEMA_ID}">{data}</plan>'.encode(),
            package,
        )
        name = f"{{{str(uuid5(NAMESPACE_URL, SCHEMA_ID)).upper()}}}"
        described = Part(
            PackURI("/customXml/itemProps1.xml"),
            _PROPERTIES,
            f'<ds:datastoreItem xmlns:ds="{_DATA_STORE}" ds:itemID="{name}"><ds:schemaRefs>'
            f'<ds:schemaRef ds:uri="{SCHEMA_ID}"/></ds:schemaRefs></ds:datastoreItem>'.encode(),
            package,
        )
        item.relate_to(described, _PROPERTIES_RELATION)
        self._part.relate_to(item, RT.CUSTOM_XML)


def _settings() -> str:
    compatible = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word"'
        f' w:val="{value}"/>'
        for name, value in (
            ("compatibilityMode", _COMPATIBLE),
            ("overrideTableStyleFontSizeAndJustification", 1),
            ("doNotFlipMirrorIndents", 1),
        )
    )
    return (
        f'<w:settings {NAMESPACES}><w:zoom w:percent="100"/>'
        f'<w:defaultTabStop w:val="{twips(36)}"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        f"<w:compat>{compatible}</w:compat>"
        f'<w:themeFontLang w:val="{styles.LANGUAGE}"/></w:settings>'
    )


def _refill(element, xml: str) -> None:
    """What stands in ``element`` gives way to what stands in ``xml``."""
    for child in list(element):
        element.remove(child)
    element.extend(list(parse_xml(xml)))


def _repacked(made: BytesIO) -> bytes:
    """The same parts in the same order, without the hour at which they were packed."""
    out = BytesIO()
    with ZipFile(made) as source, ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for name, data in _parts(source):
            entry = ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            packed.writestr(entry, data)
    return out.getvalue()


def _parts(source: ZipFile) -> Iterator[tuple[str, bytes]]:
    for name in source.namelist():
        yield name, source.read(name)
