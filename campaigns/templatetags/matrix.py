"""Ô của ma trận: a page has up to a thousand of them, and a template takes six times as long."""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
def matrix_cells(cells: Iterable, *, only_behind: bool) -> SafeString:
    """The cells of one row (``views.progress.matrix.Shown``); what stands in none is told to
    who cannot see that it is empty."""
    empty = "không chậm" if only_behind else "không giao"
    return mark_safe("".join(_cell(cell, empty) for cell in cells))


def _cell(cell, empty: str) -> str:
    sign = f" td-mx--{cell.sign}" if cell.sign else ""
    begins = " g" if cell.begins else ""
    if not cell.url:
        inner = f'<span class="visually-hidden">{empty}</span>'
    else:
        word = (
            f'<span class="visually-hidden"> {escape(cell.word)}</span>'
            if cell.word
            else ""
        )
        inner = f'<a href="{escape(cell.url)}">{escape(cell.text)}{word}</a>'
    return f'<td class="td-mx{sign}{begins}">{inner}</td>'
