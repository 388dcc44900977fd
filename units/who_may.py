"""Tài liệu "Ai được làm gì": the table of powers as a page of the guide, never written by hand."""

from units import powers

HEAD = """# Ai được làm gì

Trang này do phần mềm viết ra từ chính bảng quyền của nó. Việc không có trong bảng thì
không ai làm được. Vai trò chỉ có hiệu lực trong thời hạn đã giao; tài khoản ngừng dùng, vai
trò đã thôi hoặc chưa đến ngày thì không có quyền gì.
"""


def document() -> str:
    """The page in Markdown, with the line break at its end."""
    parts = [HEAD]
    for area, rows in powers.by_area():
        parts += [
            f"## {area}\n",
            "| Việc | Ai, đến đâu | Thêm điều kiện |\n| --- | --- | --- |",
        ]
        parts += [
            f"| {row.title} | {_who(row)} | {row.conditions or '—'} |" for row in rows
        ]
        parts.append("")
    return "\n".join(parts)


def _who(power):
    found = [
        f"{names}, {reach}" if names else reach for names, reach in powers.who(power)
    ]
    words = "; ".join(found)
    return f"{words[:1].upper()}{words[1:]}"
