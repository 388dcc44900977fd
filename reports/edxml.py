"""edXML: a paper as the message that systems of agencies exchange; values in, bytes out.

Root and lengths: R180, R181 (docs/edxml.md says what they rest on). ``faults`` names in words
what would not fit; ``write`` takes only what has none, and ``read`` gives the same value back.
"""

from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from re import fullmatch

from lxml import etree

NAMESPACE = "http://www.go.vn/eDoc"
SCHEMA = Path(__file__).parent / "schemas" / "edxml.xsd"
ORGAN_ID = r"[A-Z0-9]+(\.[A-Z0-9]+)*"
_PDF = "application/pdf"
_DAY, _MOMENT = "%Y/%m/%d", "%Y/%m/%d %H:%M:%S"


class NotEdxml(ValueError):
    """The bytes are no message of this schema; the text says where."""


@dataclass(frozen=True, kw_only=True)
class Party:
    """Cơ quan, by its code where it has one."""

    name: str
    organ_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Attached:
    """Tệp kèm theo: a signed annex that is issued in a file of its own."""

    file_name: str
    pdf: bytes


@dataclass(frozen=True, kw_only=True)
class Message:
    """Một văn bản đi, with its signed file and those of its annexes."""

    sender: Party
    recipients: tuple[Party, ...]
    number: str
    notation: str
    place: str
    issued_on: date
    type_name: str
    subject: str
    competence: str
    position: str
    signer: str
    pages: int
    copies: int
    document_id: str
    traced_at: datetime  # to the second, local time
    file_name: str
    pdf: bytes
    language: str = "Tiếng Việt"
    priority: str = "0"
    annexes: tuple[Attached, ...] = ()

    @property
    def files(self) -> list[Attached]:
        """The paper, then its annexes."""
        return [Attached(file_name=self.file_name, pdf=self.pdf), *self.annexes]


# What it is called on our pages, its element, how long it may be.
_LENGTHS = (
    ("number", "Số", "CodeNumber", 11),
    ("notation", "Ký hiệu", "CodeNotation", 30),
    ("place", "Địa danh", "Place", 100),
    ("type_name", "Tên loại", "TypeName", 100),
    ("subject", "Trích yếu", "Subject", 500),
    ("position", "Chức vụ người ký", "Position", 100),
    ("signer", "Họ tên người ký", "FullName", 50),
    ("document_id", "Mã định danh văn bản", "DocumentId", 100),
    ("file_name", "Tên tệp", "AttachmentName", 50),
)


def faults(message: Message) -> list[str]:
    """Chỗ không vừa, one sentence each; [] where the message can be written."""
    found = []
    sender = message.sender
    if not sender.organ_id:
        found.append(f"{sender.name} chưa có mã định danh (OrganId).")
    for field, label, element, most in _LENGTHS:
        found += _fits(label, element, getattr(message, field), most)
    if message.competence:
        found += _fits("Thẩm quyền ký", "Competence", message.competence, 100)
    for annex in message.annexes:
        found += _fits("Tên tệp phụ lục", "AttachmentName", annex.file_name, 50)
    for party in (sender, *message.recipients):
        found += _fits(f"Tên cơ quan “{party.name[:40]}”", "OrganName", party.name, 200)
        if party.organ_id and not (
            len(party.organ_id) <= 13 and fullmatch(ORGAN_ID, party.organ_id)
        ):
            found.append(f"Mã định danh “{party.organ_id}” (OrganId) không đúng dạng.")
    for label, element, count in (
        ("Số trang", "PageAmount", message.pages),
        ("Số lượng bản", "PromulgationAmount", message.copies),
    ):
        if not 1 <= count <= 999:
            found.append(f"{label} ({element}) là {count}, edXML nhận từ 1 đến 999.")
    return found


def _fits(label, element, text, most):
    if not text:
        return [f"{label} ({element}) để trống."]
    if len(text) > most:
        return [
            f"{label} ({element}) dài {len(text)} ký tự, edXML nhận tối đa {most} ký tự."
        ]
    return []


def write(message: Message) -> bytes:
    """The message; the same value gives the same bytes."""
    root = etree.Element(_q("edXML"), nsmap={None: NAMESPACE})
    envelope = _sub(root, "edXMLEnvelope")
    header = _sub(envelope, "edXMLHeader")
    _header(_sub(header, "MessageHeader"), message)
    trace = _sub(_sub(header, "TraceHeaderList"), "TraceHeader")
    _sub(trace, "OrganId", message.sender.organ_id)
    _sub(trace, "Timestamp", message.traced_at.strftime(_MOMENT))
    manifest = _sub(_sub(envelope, "edXMLBody"), "edXMLManifest")
    encoded = _sub(root, "AttachmentEncoded")
    for file in message.files:
        reference = _sub(manifest, "Reference")
        _sub(reference, "AttachmentName", file.file_name)
        _sub(reference, "ContentType", _PDF)
        _sub(reference, "ContentId", f"cid:{file.file_name}")
        attachment = _sub(encoded, "Attachment")
        _sub(attachment, "ContentType", _PDF)
        _sub(attachment, "ContentId", file.file_name)
        _sub(attachment, "AttachmentName", file.file_name)
        _sub(attachment, "ContentTransferEncoded", b64encode(file.pdf).decode())
    _schema().assertValid(root)
    return etree.tostring(
        root, xml_declaration=True, encoding="UTF-8", pretty_print=True
    )


def _header(header, message):
    _party(header, "From", message.sender)
    for recipient in message.recipients:
        _party(header, "To", recipient)
    code = _sub(header, "Code")
    _sub(code, "CodeNumber", message.number)
    _sub(code, "CodeNotation", message.notation)
    issue = _sub(header, "PromulgationInfo")
    _sub(issue, "Place", message.place)
    _sub(issue, "PromulgationDate", message.issued_on.strftime(_DAY))
    _sub(_sub(header, "DocumentType"), "TypeName", message.type_name)
    _sub(header, "Subject", message.subject)
    signer = _sub(header, "SignerInfo")
    if message.competence:
        _sub(signer, "Competence", message.competence)
    _sub(signer, "Position", message.position)
    _sub(signer, "FullName", message.signer)
    other = _sub(header, "OtherInfo")
    _sub(other, "Language", message.language)
    _sub(other, "Priority", message.priority)
    _sub(other, "PromulgationAmount", str(message.copies))
    _sub(other, "PageAmount", str(message.pages))
    _sub(header, "DocumentId", message.document_id)


def _party(header, name, party):
    element = _sub(header, name)
    if party.organ_id:
        _sub(element, "OrganId", party.organ_id)
    _sub(element, "OrganName", party.name)


def read(data: bytes) -> Message:
    """The value that was written; raises :class:`NotEdxml`. No entity and no file is followed."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True
    )
    try:
        root = etree.fromstring(data, parser)
        if root.getroottree().docinfo.doctype:
            raise NotEdxml("a message declares nothing of its own")
        _schema().assertValid(root)
    except etree.LxmlError as error:
        raise NotEdxml(str(error)) from error
    header = _at(root, "edXMLEnvelope/edXMLHeader/MessageHeader")
    encoded = _at(root, "AttachmentEncoded")
    main, *annexes = map(_read_file, encoded.findall(_q("Attachment")))
    moment = _text(
        root, "edXMLEnvelope/edXMLHeader/TraceHeaderList/TraceHeader/Timestamp"
    )
    return Message(
        sender=_read_party(_at(header, "From")),
        recipients=tuple(_read_party(one) for one in header.findall(_q("To"))),
        number=_text(header, "Code/CodeNumber"),
        notation=_text(header, "Code/CodeNotation"),
        place=_text(header, "PromulgationInfo/Place"),
        issued_on=datetime.strptime(
            _text(header, "PromulgationInfo/PromulgationDate"), _DAY
        ).date(),
        type_name=_text(header, "DocumentType/TypeName"),
        subject=_text(header, "Subject"),
        competence=_text(header, "SignerInfo/Competence"),
        position=_text(header, "SignerInfo/Position"),
        signer=_text(header, "SignerInfo/FullName"),
        pages=int(_text(header, "OtherInfo/PageAmount")),
        copies=int(_text(header, "OtherInfo/PromulgationAmount")),
        document_id=_text(header, "DocumentId"),
        traced_at=datetime.strptime(moment, _MOMENT),
        file_name=main.file_name,
        pdf=main.pdf,
        annexes=tuple(annexes),
        language=_text(header, "OtherInfo/Language"),
        priority=_text(header, "OtherInfo/Priority"),
    )


def _read_file(element):
    return Attached(
        file_name=_text(element, "AttachmentName"),
        pdf=b64decode(_text(element, "ContentTransferEncoded")),
    )


def _read_party(element):
    return Party(name=_text(element, "OrganName"), organ_id=_text(element, "OrganId"))


@cache
def _schema():
    return etree.XMLSchema(etree.parse(SCHEMA))


def _q(name):
    return f"{{{NAMESPACE}}}{name}"


def _sub(parent, name, text=None):
    element = etree.SubElement(parent, _q(name))
    element.text = text
    return element


def _at(element, path):
    return element.find("/".join(_q(part) for part in path.split("/")))


def _text(element, path):
    found = _at(element, path)
    return "" if found is None else found.text or ""
