"""Bảng tính: what people send as Excel or CSV and take home, as values that know no database."""

from units.sheets.columns import ACCOUNTS, HONOUREES, UNITS, Column, Layout
from units.sheets.honour_columns import HONOURS
from units.sheets.reading import LARGEST_FILE, MOST_ROWS, Row, Table, read_table
from units.sheets.words import Vocabulary, vocabulary_of

LAYOUTS = {layout.kind: layout for layout in (UNITS, ACCOUNTS, HONOUREES, HONOURS)}

__all__ = [
    "ACCOUNTS",
    "HONOUREES",
    "HONOURS",
    "LARGEST_FILE",
    "LAYOUTS",
    "MOST_ROWS",
    "UNITS",
    "Column",
    "Layout",
    "Row",
    "Table",
    "Vocabulary",
    "read_table",
    "vocabulary_of",
]
