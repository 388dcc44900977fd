"""Hình thức khen thưởng that the plan announces."""

import re
from dataclasses import dataclass

from campaigns.outline import LineKind
from campaigns.reading.context import Context
from campaigns.reading.language import fold, key, squeeze

_FORM = (
    r"(?:bằng\s+khen|giấy\s+khen|cờ\s+thi\s+đua|cờ\s+truyền\s+thống|huân\s+chương(?:\s+lao\s+động)?|kỷ\s+niệm\s+chương|thư\s+khen|"
    r"giấy\s+chứng\s+nhận|danh\s+hiệu|huy\s+hiệu|bằng\s+lao\s+động\s+sáng\s+tạo)"
)
_STARTS = re.compile(
    rf"^(?:tặng\s+(?:thưởng\s+)?|đề\s+nghị\s+(?:(?:[^,;.]{{0,60}}\s)?tặng\s+)?)?(?P<form>{_FORM}\b.*)$",
    re.S,
)
# "Giấy khen của Chủ tịch UBND xã tặng 05 tập thể": given to somebody, not counted or asked for
_IS_GIVEN = re.compile(
    rf"(?P<form>{_FORM}(?:\s+của\s+[^,;.:()]{{3,80}}?)?)\s+(?:được\s+)?(?:tặng|trao)\s+(?:cho\s+)?"
    r"(?:thưởng\s+)?(?=các\b|những\b|tập\s+thể|cá\s+nhân|hộ\b|đơn\s+vị|thôn\b|tổ\b|\d+\s+(?:tập|cá|hộ|đơn|thôn|tổ)\b)"
)
_GIVES = re.compile(
    rf"\b(?:tặng\s+thưởng|tặng|trao|khen\s+thưởng|nhận)\s+(?P<form>{_FORM}(?:\s+của\s+[^,;.:()]{{3,80}}?)?)(?=\s+(?:cho|đối|theo|về|kèm|các|từ|vì|nhân)\b|[,;.:(]|\s+và\s|$)"
)
_LISTED = re.compile(
    rf"(?P<form>{_FORM}(?:\s+của\s+[^,;.:()]{{3,80}}?)?)(?=\s+(?:cho|đối|theo|kèm)\b|[,;.:(]|\s+và\s+(?={_FORM})|$)"
)
_FORMS_HEAD = re.compile(
    r"hình\s+thức(?:\s*,?\s*(?:và\s+)?[^:.;]{0,40})?\s+khen(?:\s+thưởng)?|hình\s+thức\s+(?:tôn\s+vinh|biểu\s+dương)|^hình\s+thức\b"
)
_AWARD_HEAD = re.compile(r"khen\s+thưởng")
_NOT_FORMS = re.compile(
    r"tiêu\s+chuẩn|thủ\s+tục|hồ\s+sơ|số\s+lượng\s+đề\s+nghị|nguyên\s+tắc|kinh\s+phí|tuyến\s+trình|điều\s+kiện|cơ\s+cấu"
)
_CUT = re.compile(
    r"\s*(?::|\(|\s-\s|\b(?:được\s+)?(?:tặng|trao)\s+(?!thưởng\s+của)|,\s*(?:kèm|mức)|\bcho\s+(?:các|những|tập|cá|đơn|cụm)|\bđối\s+với\b|\bkèm\s+theo\b|\btheo\s+quy\s+định\b).*$",
    re.S,
)


@dataclass(frozen=True, slots=True)
class AwardForm:
    line: int
    name: str
    sure: float


def read_award_forms(context: Context) -> list[AwardForm]:
    """Forms listed under "Hình thức khen thưởng"; without such a list, those that a section
    on awards says will be given."""
    listed = _under_heading(context)
    return _unique(listed or _in_sentences(context))


def _under_heading(context: Context) -> list[AwardForm]:
    for index in context.body():
        folded = context.folded[index]
        if not _FORMS_HEAD.search(folded) or len(folded.split()) > 40:
            continue
        entry = context.entries[index]
        if _FORMS_HEAD.match(folded) and ":" in folded:
            after = entry.text[folded.index(":") + 1 :]
            forms = [AwardForm(index, name, 0.85) for name in _listed(after)]
            if forms:
                return forms
        if not (
            entry.is_title or folded.endswith(":") or entry.kind is LineKind.SECTION
        ):
            continue
        forms = []
        for row in list(context.under(index))[1:]:
            if (
                _NOT_FORMS.search(context.nearest(row))
                and row != index
                and context.chains[row][-1] != index
            ):
                continue
            if match := _STARTS.match(context.folded[row]):
                text = context.entries[row].text[match.start("form") :]
                name = _CUT.sub("", text)
                if ";" in name.rstrip(" ;.") and len(_listed(text)) > 1:
                    forms.extend(AwardForm(row, n, 0.8) for n in _listed(text))
                else:
                    forms.append(AwardForm(row, squeeze(name).strip(" ;.,"), 0.9))
            elif context.entries[row].kind is not LineKind.SECTION:
                forms.extend(
                    AwardForm(row, name, 0.75)
                    for name in _given(context.entries[row].text)
                )
        if forms:
            return forms
    return []


def _in_sentences(context: Context) -> list[AwardForm]:
    forms: list[AwardForm] = []
    for index in context.body():
        folded = context.folded[index]
        if _NOT_FORMS.search(context.nearest(index)):
            continue
        about = _AWARD_HEAD.match(folded) or _AWARD_HEAD.search(context.above(index))
        # Elsewhere only a line that begins with what is given says so.
        if about or _IS_GIVEN.match(folded):
            names = _given(context.entries[index].text)
            forms.extend(AwardForm(index, name, 0.65) for name in names)
    return forms


def _given(text: str) -> list[str]:
    folded = fold(text)
    found = [*_GIVES.finditer(folded), *_IS_GIVEN.finditer(folded)]
    found.sort(key=lambda match: match.start("form"))
    return [_clean(text[m.start("form") : m.end("form")]) for m in found]


def _listed(text: str) -> list[str]:
    return [
        _clean(text[m.start("form") : m.end("form")])
        for m in _LISTED.finditer(fold(text))
    ]


def _clean(name: str) -> str:
    return squeeze(name).strip(" ;.,")


def _unique(forms: list[AwardForm]) -> list[AwardForm]:
    seen: set[str] = set()
    kept = []
    for form in forms:
        mark = key(form.name)
        if (
            mark
            and mark not in seen
            and mark not in ("danh hiệu", "cờ thi đua khen thưởng")
        ):
            seen.add(mark)
            kept.append(form)
    return kept
