from reports.models.document import Document, DocumentFile, DocumentFinding
from reports.models.register import NumberBook, NumberSeries, RegisterEntry

__all__ = [
    "Document",
    "DocumentFile",
    "DocumentFinding",
    "NumberBook",
    "NumberSeries",
    "RegisterEntry",
]
