from reports.models.anchor import AnchorPaper, AnchorSigner
from reports.models.annexes import AnnexFile
from reports.models.attempt import Attempt
from reports.models.certificate import Certificate
from reports.models.certified import CertifiedCopy, CopiedAnnex
from reports.models.delivery import RECEIVING, Delivery
from reports.models.diploma import Diploma, DiplomaBatch
from reports.models.document import Document, DocumentFile, DocumentFinding
from reports.models.exchange import AgencyCode
from reports.models.pact import PactPaper
from reports.models.printing import (
    Align,
    DiplomaPrint,
    Part,
    PrintedDiploma,
    Printer,
    Stock,
    StockPlace,
)
from reports.models.register import NumberBook, NumberSeries, RegisterEntry
from reports.models.rounds import SigningItem, SigningRound
from reports.models.seats import PactFile, PactSeat
from reports.models.sending import Correspondent, Sending

__all__ = [
    "RECEIVING",
    "AgencyCode",
    "Align",
    "AnchorPaper",
    "AnchorSigner",
    "AnnexFile",
    "Attempt",
    "Certificate",
    "CertifiedCopy",
    "CopiedAnnex",
    "Correspondent",
    "Delivery",
    "Diploma",
    "DiplomaBatch",
    "DiplomaPrint",
    "Document",
    "DocumentFile",
    "DocumentFinding",
    "NumberBook",
    "NumberSeries",
    "PactFile",
    "PactPaper",
    "PactSeat",
    "Part",
    "PrintedDiploma",
    "Printer",
    "RegisterEntry",
    "Sending",
    "SigningItem",
    "SigningRound",
    "Stock",
    "StockPlace",
]
