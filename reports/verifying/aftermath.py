"""Sau chữ ký cuối cùng: what a file may still hold behind the last signature, and no more.

Proof for the archive: certificates, revocation data, time stamps. pyHanko's own rules also
pass whatever nothing points at (a payload of megabytes) and any other title, which readers
show in the window's bar; here an update says no more than when and with what it was made.
"""

from collections.abc import Iterable
from typing import Any

from lxml import etree
from pyhanko.pdf_utils import generic  # noqa: TID253  loaded only in the child process
from pyhanko.pdf_utils.decode_limits import DecodePurpose  # noqa: TID253  likewise
from pyhanko.sign.diff_analysis import (  # noqa: TID253  likewise
    CatalogModificationRule,
    DiffPolicy,
    DocInfoRule,
    DSSCompareRule,
    FormUpdatingRule,
    GenericFieldModificationRule,
    MetadataUpdateRule,
    ModificationLevel,
    ObjectStreamRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    SuspiciousModification,
    XrefStreamRule,
)

# What programs write about their own last work.
_OF_THE_UPDATE = {"/ModDate", "/Producer"}
_XMP_OF_THE_UPDATE = {
    "{http://ns.adobe.com/xap/1.0/}ModifyDate",
    "{http://ns.adobe.com/xap/1.0/}MetadataDate",
    "{http://ns.adobe.com/pdf/1.3/}Producer",
    "{http://ns.adobe.com/xap/1.0/mm/}InstanceID",
    "{http://ns.adobe.com/xap/1.0/mm/}VersionID",
    "{http://ns.adobe.com/xap/1.0/mm/}History",
}
_DESCRIPTION = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}Description"


class SameInfo(DocInfoRule):
    def apply(self, old: Any, new: Any) -> Iterable[Any]:
        _require_same("/Info", _info_of(old), _info_of(new))
        return super().apply(old, new)


class SameMetadata(MetadataUpdateRule):
    def apply(self, old: Any, new: Any) -> Iterable[Any]:
        _require_same("/Metadata", _statements_of(old), _statements_of(new))
        return super().apply(old, new)


def _require_same(where: str, before: Any, after: Any) -> None:
    if before != after:
        raise SuspiciousModification(f"{where} says something else")


def _info_of(revision: Any) -> dict[str, str]:
    reference = revision.trailer_view.get_value_as_reference("/Info", optional=True)
    info = reference and revision(reference)
    if not isinstance(info, generic.DictionaryObject):
        return {}
    return {
        str(key): repr(value)
        for key, value in info.items()
        if key not in _OF_THE_UPDATE
    }


def _statements_of(revision: Any) -> list[bytes]:
    """What the XMP says of the paper, each statement in canonical writing, in any order."""
    stream = revision.root.get("/Metadata")
    if not isinstance(stream, generic.StreamObject):
        return []
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        tree = etree.fromstring(stream.read_data(DecodePurpose.XMP_METADATA), parser)
    except etree.XMLSyntaxError as broken:
        raise SuspiciousModification("/Metadata is not XMP") from broken
    statements = []
    for about in tree.iter(_DESCRIPTION):
        for name, value in about.attrib.items():
            if name not in _XMP_OF_THE_UPDATE:
                statements.append(f"{name}={value}".encode())
        for child in about:
            if child.tag not in _XMP_OF_THE_UPDATE:
                child.tail = None
                statements.append(etree.tostring(child, method="c14n"))
    return sorted(statements)


# What may change outside the fields, by whatever hand the update is.
GLOBAL_RULES = [
    CatalogModificationRule(),
    *(
        rule.as_qualified(ModificationLevel.LTA_UPDATES)
        for rule in (
            SameInfo(),
            XrefStreamRule(),
            ObjectStreamRule(),
            DSSCompareRule(),
            SameMetadata(),
        )
    ),
]
POLICY: DiffPolicy = StandardDiffPolicy(
    global_rules=GLOBAL_RULES,
    form_rule=FormUpdatingRule(
        field_rules=[
            SigFieldCreationRule(),
            SigFieldModificationRule(),
            # Appearances once written stand: a stream that an earlier revision than the
            # signature's wrote is no change made after it, as pyHanko would have it.
            GenericFieldModificationRule(
                allow_in_place_appearance_stream_changes=False
            ),
        ]
    ),
    ignore_orphaned_objects=False,
)
