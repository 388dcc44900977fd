"""Tài liệu phiên họp: one PDF for one member, for reading; it is no paper of the decree."""

from django.template import Context
from django.utils.safestring import mark_safe

from awards.convoking.papers import SessionPapers
from reports.rendering import engine, wording
from reports.rendering.paper import template

_SHEETS = ("paper.css",)


def render_session_papers(papers: SessionPapers) -> bytes:
    """Tagged PDF, equal bytes for equal facts. Raises PaperRefused, naming the place."""
    html = template("session_papers.html").render(
        Context(_context(papers), use_l10n=False)
    )
    return engine.write(engine.layout(html, {}, _SHEETS))


def _context(papers):
    def said(text, where):
        return mark_safe(wording.printed(text, where))

    def many(texts, where):
        return [said(one, where) for one in texts if one.strip()]

    return {
        "council": said(papers.council, "Tên Hội đồng"),
        "title": said(papers.title, "Tên phiên họp"),
        "facts": many(papers.facts, "Thông tin phiên họp"),
        "agenda": many(papers.agenda, "Chương trình"),
        "members": [
            (said(name, "Thành viên"), said(post, "Thành viên"))
            for name, post in papers.members
        ],
        "guests": many(papers.guests, "Khách mời"),
        "cases": [
            {
                "name": said(one.name, "Đề nghị"),
                "award": said(one.award, "Hình thức khen thưởng") if one.award else "",
                "unit": said(one.unit, "Đơn vị đề nghị"),
                "period": one.period,
                "summary": many(one.summary, f"Tóm tắt của {one.name}"),
                "verdicts": many(one.verdicts, f"Kiểm tra điều kiện của {one.name}"),
            }
            for one in papers.cases
        ],
    }
