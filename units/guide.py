"""Hướng dẫn: the pages of docs/huong-dan as pages of the site, read once by each process.

Raw HTML in them is not passed on, links lead to pages of the guide or to outside, and a
picture is a static file. Which page of the guide explains a screen stands in
``units.guide_links``.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from django.conf import settings
from django.http import Http404
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token

from units.search import LONGEST, key
from units.vietnamese import fold

# In the order in which they are listed; "" is the page that all others are found from.
SLUGS = (
    "", "can-bo-soan-thao", "lanh-dao", "van-thu", "don-vi-va-hoi-dong", "quan-tri",
    "ai-duoc-lam-gi", "tra-cuu", "trinh-dien",
)  # fmt: skip
PICTURES = "huong-dan"  # the folder of docs/images among the static files


@dataclass(frozen=True)
class Section:
    """Một mục: a heading with what stands under it; ``words`` are folded, for searching."""

    slug: str
    anchor: str
    title: str
    words: str
    level: int

    @property
    def url(self) -> str:
        return url_of(self.slug, self.anchor)


@dataclass(frozen=True)
class Page:
    """Một trang hướng dẫn; ``html`` begins below its title."""

    slug: str
    title: str
    html: SafeString
    sections: tuple[Section, ...]

    @property
    def url(self) -> str:
        return url_of(self.slug)

    @cached_property
    def anchors(self) -> frozenset[str]:
        return frozenset(section.anchor for section in self.sections)

    @property
    def contents(self) -> list[Section]:
        """What the list beside the page shows: the big headings."""
        return [section for section in self.sections if section.level == 2]


def url_of(slug: str, anchor: str = "") -> str:
    address = reverse("guide-page", args=[slug]) if slug else reverse("guide")
    return f"{address}#{anchor}" if anchor else address


@cache
def pages() -> dict[str, Page]:
    """All pages by slug, in their order."""
    return {slug: _read(slug) for slug in SLUGS}


def page(slug: str) -> Page:
    """The page, or 404."""
    if slug not in SLUGS:
        raise Http404(slug)
    return pages()[slug]


def found(words: str) -> list[tuple[Page, Section]]:
    """Mục có đủ các chữ, with or without diacritics; those with them in their title first."""
    wanted = _words(words[:LONGEST])
    if not wanted:
        return []
    hits = []
    for one in pages().values():
        for section in one.sections:
            if all(_begins(word, section.words) for word in wanted.split()):
                in_title = _begins(wanted, _words(section.title))
                hits.append(
                    (not in_title, not _begins(wanted, section.words), one, section)
                )
    return [
        (one, section) for *_, one, section in sorted(hits, key=lambda hit: hit[:2])
    ]


def _words(text: str) -> str:
    """Folded words, one blank between them."""
    return " ".join(re.findall(r"\w+", key(text)))


def _begins(start: str, words: str) -> bool:
    """A word of ``words``, or some of them in a row, begin so."""
    return f" {start}" in f" {words}"


def _file(slug: str) -> Path:
    return settings.BASE_DIR / "docs/huong-dan" / f"{slug or 'README'}.md"


def _read(slug: str) -> Page:
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(_file(slug).read_text(encoding="utf-8"))
    title, tokens = tokens[1].content, tokens[3:]  # the first heading is the page's
    sections = _name_headings(slug, title, tokens)
    for token in tokens:
        for one in (token, *(token.children or ())):
            if change := _CHANGES.get(one.type):
                change(one)
    for name, rule in _RULES.items():
        markdown.add_render_rule(name, rule)
    html = markdown.renderer.render(tokens, markdown.options, {})
    return Page(slug, title, mark_safe(html), tuple(sections))


def _name_headings(slug: str, title: str, tokens: list[Token]) -> list[Section]:
    """Give each heading its anchor; sections with the words that stand under them."""
    heads: list[tuple[str, str, int]] = [("", title, 1)]
    texts: list[list[str]] = [[title]]
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            words = _plain(tokens[place + 1])
            anchor = slugify(fold(words))
            token.attrSet("id", anchor)
            heads.append((anchor, words, int(token.tag[1])))
            texts.append([])
        elif token.type == "inline":
            texts[-1].append(_plain(token))
        elif token.type == "fence":
            texts[-1].append(token.content)
    return [
        Section(slug, anchor, words, _words(" ".join(text)), level)
        for (anchor, words, level), text in zip(heads, texts, strict=True)
    ]


def _plain(inline: Token) -> str:
    return "".join(
        child.content or " "
        for child in inline.children or ()
        if child.type in ("text", "code_inline", "softbreak")
    )


def _lead(token: Token) -> None:
    """A link: to a page of the guide, or to outside."""
    target = str(token.attrs.get("href", ""))
    if found := re.fullmatch(r"([\w-]+)\.md(?:#([\w-]+))?", target):
        name = "" if found[1] == "README" else found[1]
        if name in SLUGS:
            token.attrSet("href", url_of(name, found[2] or ""))


def _show(token: Token) -> None:
    """A picture: among the static files, with its size, fetched when it comes into view."""
    name = str(token.attrs["src"]).rsplit("/", 1)[-1]
    file = settings.BASE_DIR / "docs/images" / name
    from PIL import Image  # noqa: PLC0415 slow, and only the first page of the guide needs it

    with Image.open(file) as picture:
        width, height = picture.size
    token.attrs = {
        "src": static(f"{PICTURES}/{name}"),
        "alt": "",
        "width": str(width),
        "height": str(height),
        "loading": "lazy",
        "decoding": "async",
    }


_CHANGES: dict[str, Callable[[Token], None]] = {
    "link_open": _lead,
    "image": _show,
    "table_open": lambda token: token.attrSet("class", "td-table"),
    "th_open": lambda token: token.attrSet("scope", "col"),
}


def _table_open(renderer, tokens, place, options, env):
    return (
        f'<div class="td-tablewrap">{renderer.renderToken(tokens, place, options, env)}'
    )


def _table_close(renderer, tokens, place, options, env):
    return f"{renderer.renderToken(tokens, place, options, env)}</div>"


def _fence(renderer, tokens, place, options, env):
    # Long lines scroll in their box, which the keyboard must reach.
    code = escape(tokens[place].content)
    return f'<pre tabindex="0" role="group" aria-label="Đoạn lệnh"><code>{code}</code></pre>\n'


def _image(renderer, tokens, place, options, env):
    """The picture leads to itself in full size: small print in it is hard to read."""
    picture = renderer.image(tokens, place, options, env)
    address = tokens[place].attrs["src"]
    return f'<a class="td-guide__pic" href="{address}">{picture}</a>'


_RULES = {
    "image": _image,
    "table_open": _table_open,
    "table_close": _table_close,
    "fence": _fence,
}
