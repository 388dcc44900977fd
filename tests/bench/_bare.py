"""Mẫu so: a ten-page plan, and what bare WeasyPrint takes for the very same HTML."""

import gc
from collections.abc import Callable
from dataclasses import replace
from time import process_time

RUNS = 5  # the best of so many, variants in turn


def ten_pages():
    """A plan of ten pages: text, one table in the body, one annex."""
    from campaigns.outline import LineKind as K  # noqa: PLC0415 after django.setup
    from tests import papers  # noqa: PLC0415 after django.setup

    plan = papers.sample()
    first = next(i for i, x in enumerate(plan.lines) if x.kind is K.ANNEX)
    body, annex = plan.lines[:first], plan.lines[first:]
    text = [
        replace(x, text=x.text * 2) for x in body if x.kind in (K.DASH, K.PARAGRAPH)
    ]
    at = next(i for i, x in enumerate(body) if x.text == "Tổ chức thực hiện")
    return replace(plan, lines=(*body[:at], *(text * 7), *body[at:], *annex))


def bare_html(plan, marks) -> str:
    """The page that our engine is given, style sheets inside, as anyone would hand it over."""
    from reports.rendering import (  # noqa: PLC0415 after django.setup
        engine,
        paper,
        printing,
    )

    css = "".join(
        (engine.ASSET_DIR / name).read_text() for name in printing.sheets(marks)
    )
    html = paper.compose(plan, marks).html
    return html.replace("</head>", f"<style>{css}</style></head>").replace(
        'src="asset:qr.svg"', 'src="data:,"'
    )


def print_bare(html: str) -> bytes:
    """Bare WeasyPrint: fonts and style sheets are found and parsed for each document."""
    import weasyprint  # noqa: PLC0415 after the engine has set its fonts

    return weasyprint.HTML(string=html).write_pdf()


def best(variants: dict[str, Callable[[], object]]) -> dict[str, float]:
    """CPU seconds of each variant, the variants taken in turn."""
    times: dict[str, list[float]] = {name: [] for name in variants}
    for _ in range(RUNS):
        for name, run in variants.items():
            gc.collect()
            start = process_time()
            run()
            times[name].append(process_time() - start)
    return {name: min(values) for name, values in times.items()}
