"""Có phải chỉ tiêu: whether a number in a sentence is a goal of the movement.

A number is a goal where the sentence strives ("phấn đấu", "ít nhất", under a heading of
chỉ tiêu or mục tiêu) or where it is a percentage of work to be done. Quotas of awards,
points, votes, limits of form and money are none. In doubt a number is left alone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from campaigns.reading.language import fold, squeeze
from campaigns.reading.numbers import Figure

# "Phấn đấu", also as scanning spoils it.
STRIVES = re.compile(r"\b(?:ph[ấầâẩẫậ]n\s+đ[ấầâẩẫậ]u|quyết\s+tâm\s+đạt)\b")
LABEL = re.compile(r"^chỉ\s+tiêu\s+\d+\s*[:.]")

# ---- what the headings above say -----------------------------------------------------
_GOAL_HEAD = re.compile(r"\bchỉ\s+tiêu\b|\bmục\s+tiêu\b(?!\s+trọng\s+điểm)")
_PURPOSE_HEAD = re.compile(
    r"mục\s+tiêu\s*,?\s*(?:và\s+)?yêu\s+cầu|mục\s+đích|"
    r"tiêu\s+chí\s+(?:xét|bình|khen|đánh\s+giá|chấm)"
)
_AWARD_HEAD = re.compile(
    r"khen\s+thưởng|thang\s+điểm|chấm\s+điểm|xếp\s+(?:loại|hạng)|tiêu\s+chuẩn|tiêu\s+chí|"
    r"kinh\s+phí|hồ\s+sơ|cơ\s+cấu|giải\s+thưởng|thể\s+lệ|điều\s+kiện|"
    r"số\s+lượng\s+(?:và|đề|khen|tập|cá)"
)
_WORK_HEAD = re.compile(
    r"\b(?:nội\s+dung|nhiệm\s+vụ|giải\s+pháp|tổ\s+chức\s+thực\s+hiện)\b"
)
_STATE_HEAD = re.compile(
    r"\b(?:kết\s+quả\s+(?:đạt|thực\s+hiện)|tình\s+hình|thực\s+trạng|đặc\s+điểm|"
    r"đánh\s+giá\s+(?:chung|kết\s+quả|tình)|sự\s+cần\s+thiết|tồn\s+tại)"
)

# ---- what stands before the number -------------------------------------------------------
_BACKGROUND = re.compile(
    r"(?:\bđã\s+(?:đạt|có|hoàn\s+thành|thực\s+hiện|xây)|\bnăm\s+trước|\bnăm\s+qua|"
    r"(?<!thực)(?<!phát)(?<!thể)\s+hiện\s+(?:nay|có|còn)|"
    r"\bkết\s+quả\s+(?:đạt\s+được|thực\s+hiện\s+năm))\b[^;]{0,60}$"
)
# "xã đã thu ngân sách đạt 4.200 triệu đồng, vượt 5%": told of what is past
_TOLD = re.compile(r"\bđã\s+(?!(?:đăng|giao|đề|được\s+giao)\b)[^\W\d_]+\b[^;]{0,80}$")
_ALTERNATIVE = re.compile(r"\bhoặc\s*$|\btrong\s+đó\b[^,;.]{0,12}$")
_COMPARED = re.compile(r"\b(?:so\s+với|cùng\s+kỳ)\b[^,;.]{0,30}$")
_LEAST = re.compile(
    r"(?:ít\s+nhất|tối\s+thiểu|không\s+dưới|không\s+ít\s+hơn)"
    r"(?:\s+(?:là|có|từ|đạt|khoảng|phải|được))*\s*$"
)
_LIMIT = re.compile(r"(?:không\s+quá|tối\s+đa|trước|sau|dài|khổ|cỡ(?:\s+chữ)?)\s*$")
_AT_MOST = re.compile(r"(?:không\s+quá|tối\s+đa|không\s+vượt\s+quá)\s*$")
_FROM = re.compile(r"\btừ\s*$")
_ACHIEVES = re.compile(
    r"(?:đạt|hoàn\s+thành|có|xây\s+dựng|vượt|tổ\s+chức|kết\s+nạp|phát\s+triển|trồng|giảm|tăng|"
    r"thêm|từ|trên|hỗ\s+trợ|giải\s+quyết|thành\s+lập|vận\s+động|thu\s+hút|duy\s+trì|lên|là|"
    r"mới|ra\s+mắt|sửa\s+chữa|xóa|làm|bê\s+tông\s+hóa|thu\s+ngân\s+sách|khoảng|được|đăng\s+ký|"
    r"thực\s+hiện|tặng|trao|lắp\s+đặt|đào\s+tạo|tạo\s+việc\s+làm\s+cho|cho|với|huy\s+động|"
    r"đầu\s+tư|đón|công\s+nhận|hiến|vẽ|mỗi\s+\w+(?:\s+\w+){0,3})"
    r"(?:\s+(?:ít\s+nhất|tối\s+thiểu|trên|từ|được|thêm|mới|khoảng|hơn|còn|mức|và\s+vượt))*\s*$"
)
_ORDER = re.compile(
    r"(?:điều|khoản|điểm|mục|phần|chương|phụ\s+lục|số|lần\s+thứ|thứ|khóa|khoá|quý|tháng|năm|ngày|"
    r"đợt|giai\s+đoạn|tuổi|lớp|khối|khu|tổ|bước|đề\s+án|quốc\s+lộ|đường|nghị\s+quyết|cấp|mức|"
    r"covid|bảng|biểu|mẫu|tầm\s+nhìn|tp|quận|phường|ngành|trang|vòng)\s*(?:số\s*)?$"
)
# "Vận động xây dựng, sửa chữa 20 căn nhà", in a section on work to be done
_DELIVERS = re.compile(
    r"(?:^|[;,.]\s+|\bvà\s+|\b(?:vận\s+động|phát\s+động|toàn\s+\w+|tổ\s+chức|phối\s+hợp|tiếp\s+tục)\s+)"
    r"(?:xây\s+dựng|sửa\s+chữa|trồng(?:\s+mới)?|hỗ\s+trợ|kết\s+nạp|thành\s+lập|tặng|trao|hiến|"
    r"khởi\s+công|hoàn\s+thành|thực\s+hiện|đăng\s+ký|lắp\s+đặt|bê\s+tông\s+hóa|làm(?:\s+mới)?|phát\s+triển|"
    r"giải\s+quyết\s+việc\s+làm\s+cho|cứng\s+hóa|ra\s+mắt|xóa|giúp)"
    r"(?:\s*,\s*\w+\s+\w+)?(?:\s+(?:được|mới|thêm|trên|khoảng))*\s*$"
)
_DELIVERABLE = re.compile(
    r"\s*(?:công\s+trình|phần\s+việc|mô\s+hình|căn\s+nhà|ngôi\s+nhà|nhà\b|căn\b|cây\b|km\b|ha\b|"
    r"suất\s+quà|đơn\s+vị\s+máu|đảng\s+viên|đoàn\s+viên|sáng\s+kiến|camera|mắt\s+camera|tuyến|"
    r"hộ\b|lao\s+động|sản\s+phẩm|hợp\s+tác\s+xã|doanh\s+nghiệp|câu\s+lạc\s+bộ|nhà\s+văn\s+hóa|"
    r"phòng\s+học|m2\b|mét\b)"
)
# "Mỗi thôn thành lập 01 tổ tự quản"
_EACH = re.compile(
    r"mỗi\s+(?!ngày|tháng|tuần|năm|quý|suất|giải|bài|trường\s+hợp|loại)[^\d]{3,60}?"
    r"(?:thành\s+lập|xây\s+dựng|nộp|có|chọn|tổ\s+chức|thực\s+hiện|đăng\s+ký|trồng|nhận|làm|"
    r"đảm\s+nhận|ra\s+mắt|gửi|viết|duy\s+trì|dạy|giúp\s+đỡ|giúp|hỗ\s+trợ|giới\s+thiệu)\s+(?:được\s+)?$"
)
_MANY_AND_EXCEED = re.compile(r"đạt\s+và\s+vượt\s*$")
_REACHES = re.compile(r"\b(?:đạt|có\s+tỷ\s+lệ)\b[^,;]{0,40}$")
_SHARE = re.compile(r"không\s+quá|tối\s+đa|tỷ\s+lệ|từ\s*$|đến\s*$")

# ---- what stands after it ------------------------------------------------------------
_QUOTA = re.compile(
    r"\s*(?:%\s*)?(?:trên\s+)?(?:tổng\s+)?(?:số\s+)?"
    r"(?:tập\s+thể|cá\s+nhân|trường\s+hợp|điểm|phiếu|giải|trang|ảnh|bản\b|bộ\b|từ\b|phút|ngày|"
    r"giờ|tháng|tuần|năm\b|đại\s+biểu|cử\s+tri|thành\s+viên|ủy\s+viên|mm|cm|px|gb|mb|lần)"
)
_MONEY = re.compile(r"\s*(?:lãi|thuế|vốn\s+đối\s+ứng|kinh\s+phí|giá\s+trị)")
_TIME = re.compile(r"\s*(?:năm|giờ|phút|tuần|tháng|ngày|h\d|h\b|tuổi|lần)\b")
_NOUN = re.compile(r"\s*[^\W\d_]{2,}")
_TO_LEVEL = re.compile(
    r"^\s*(?:[^\d,;.]{0,25}\s)?(?:\(?(?:cuối\s+)?năm\s+(?:19|20)\d\d\)?\s+)?(?:lên|xuống(?:\s+còn)?|còn)\s+(?:còn\s+|mức\s+)?(?:\w+\s+){0,2}$"
)
_POINTS = re.compile(r"\bđiểm\b|\bcộng\b|\btrừ\b")
_SCORES = re.compile(r"\b(?:điểm|cộng|trừ|chấm)\b")
# "Không quá 05 …" that limits a paper, a vote or a dossier, not what happens in the place.
_OF_FORM = re.compile(
    r"\s*(?:phiếu|giải|trang|ảnh|bản\b|bộ\b|từ\b|chữ|dòng|phút|ngày|giờ|tháng|tuần|năm\b|"
    r"đại\s+biểu|cử\s+tri|thành\s+viên|ủy\s+viên|tập\s+thể|cá\s+nhân|mm|cm|px|gb|mb|lần)"
)
# What a percentage or a count is of, when it is no goal of the movement.
_OTHER_MATTER = re.compile(
    r"\b(?:phiếu|tổng\s+số\s+cử\s+tri|cử\s+tri\s+tham\s+dự|tín\s+nhiệm|biểu\s+quyết|tán\s+thành|"
    r"tổng\s+số\s+thành\s+viên|ủy\s+viên\s+(?:có\s+mặt|tham\s+dự)|lãi\s+suất|mức\s+lương|"
    r"lương\s+cơ\s+sở|tổng\s+số\s+điểm|thuế\s+suất|chiết\s+khấu|xét\s+(?:chọn|tặng)|"
    r"đề\s+nghị\s+(?:tặng|khen)|khen\s+thưởng\s+không\s+quá)\b"
)

_UNIT_LIST = """
    công trình phúc lợi | công trình | phần việc | mô hình tiêu biểu | mô hình | chỉ tiêu |
    bài viết | tin bài | tin, bài | bài | tin | cuộc | lớp | buổi | hộ nghèo | hộ cận nghèo
    | hộ | người lao động | lao động | người | tỷ đồng | triệu đồng | nghìn đồng | đồng |
    tấn | tạ | km | kilômét | mét vuông | mét | m2 | m3 | ha | héc ta | cây xanh | cây | sản
    phẩm ocop | sản phẩm | sáng kiến kinh nghiệm | sáng kiến | đề tài | điển hình tiên tiến
    | điển hình | gương điển hình | gương | tấm gương | tập thể | cá nhân | hội nghị | hội
    thảo | doanh nghiệp | hợp tác xã | dự án | đề án | đơn vị | phường | xã | thôn | bản |
    tổ dân phố | trường | căn nhà | ngôi nhà | nhà | suất quà | suất | phần quà | đảng viên
    | đoàn viên | hội viên | câu lạc bộ | tổ | nhóm | thủ tục | dịch vụ | lượt người | lượt
    | tác phẩm | video clip | video | clip | phóng sự | tuyến | đường | ý tưởng | giải pháp
    | chuyên đề | hoạt động | chương trình | phong trào | chi hội | chi bộ | cơ sở | máy
    tính | cuốn | vụ | đơn vị máu | điểm trường | phòng học | giáo viên | học sinh | tiết |
    giải | giải thưởng | bể | vườn | tuyến đường | căn | mô hình điểm | thiết chế | nhà vệ
    sinh | nhà văn hóa | camera | bóng đèn | khu dân cư | gia đình | thanh niên | chiến sĩ |
    tàu
"""
_UNIT_WORDS = sorted(
    (u.strip() for u in _UNIT_LIST.replace("\n", " ").split("|")), key=len
)[::-1]
# "05 điểm tồn đọng rác", "03 điểm đen": places, where points are given "cho", "khi", "trở lên"
_PLACE = (
    r"điểm(?=\s+(?!(?:trở|thi|cho|mỗi|đối|thưởng|trừ|cộng|tối|trên|dưới|khi|nếu|với|theo|phần|"
    r"chuẩn|chấm|số|tổng|và|hoặc|của|do|vì|là|được|tăng|giảm|so|trong|năm|tuyệt|bình|trung|"
    r"đạt|này)\b)[^\W\d_]{2,})"
)
UNIT = re.compile(
    rf"\s*(?P<unit>{'|'.join(re.escape(word) for word in _UNIT_WORDS)}|{_PLACE})\b"
)


def counted(text: str, figure: Figure) -> str:
    """The known unit that stands behind a figure, as ``text`` writes it; "" if none does."""
    match = UNIT.match(fold(text)[figure.end :])
    return squeeze(text[figure.end : figure.end + match.end()]) if match else ""


@dataclass(frozen=True, slots=True)
class Setting:
    """Bối cảnh của một câu: what its headings and its own words say of all its numbers."""

    strives: bool
    goal_head: bool
    awards: bool
    state: bool
    work: bool

    @property
    def sought(self) -> bool:
        return self.strives or self.goal_head


def setting(folded: str, headings: Sequence[str]) -> Setting:
    """``folded``: the sentence; ``headings``: folded headings above it, the top one first."""
    nearest = headings[-1] if headings else ""
    goal_head = any(
        _GOAL_HEAD.search(h) for h in headings
    ) and not _PURPOSE_HEAD.search(nearest)
    return Setting(
        strives=bool(STRIVES.search(folded)),
        goal_head=goal_head,
        awards=_under_awards(headings) and not goal_head,
        state=any(_STATE_HEAD.search(h) for h in headings),
        work=any(_WORK_HEAD.search(h) for h in headings),
    )


def is_goal(
    folded: str, figures: Sequence[Figure], place: int, setting: Setting
) -> float:
    """How surely ``figures[place]`` is a goal, 0 to 1; 0 where it is none."""
    figure = figures[place]
    before, after = folded[: figure.start], folded[figure.end :]
    if setting.state or _BACKGROUND.search(before) or _ALTERNATIVE.search(before):
        return 0.0
    if _COMPARED.search(before[-70:]):
        return 0.0
    if not setting.sought and _TOLD.search(before):
        return 0.0
    clause = before.split(";")[-1] + figure.shown + re.split(r"[;.]", after)[0]
    if _OTHER_MATTER.search(clause) and not (figure.percent and setting.sought):
        return 0.0
    if figure.percent:
        following = figures[place + 1] if place + 1 < len(figures) else None
        return _percentage(figure, following, folded, clause, setting)
    if figure.fraction:
        changes = re.search(r"\b(?:giảm|tăng)\s*(?:ít\s+nhất\s+)?$", before)
        return 0.8 if setting.sought or changes else 0.0
    return 0.0 if setting.awards else _count(figure, before, after, setting)


def _under_awards(headings: Sequence[str]) -> bool:
    """Whether the nearest telling heading speaks of awards, points or money."""
    for heading in reversed(headings):
        if _AWARD_HEAD.search(heading):
            return True
        if _WORK_HEAD.search(heading):
            return False
    return False


def _percentage(
    figure: Figure, following: Figure | None, folded: str, clause: str, setting: Setting
) -> float:
    before, after = folded[: figure.start], folded[figure.end :]
    between = folded[figure.end : following.start] if following else ""
    if (
        following
        and following.percent
        and _FROM.search(before)
        and _TO_LEVEL.match(between)
    ):
        return 0.0  # "từ 80% lên 90%": where it starts
    quota = _QUOTA.match(after) and _SHARE.search(before[-60:])
    if setting.awards:
        reached = _REACHES.search(before) and not quota and not _POINTS.search(clause)
        return 0.7 if reached else 0.0
    if not setting.sought and (quota or _AT_MOST.search(before) or _MONEY.match(after)):
        return 0.0
    return 0.9 if setting.sought or figure.value == 100 else 0.75


def _count(figure: Figure, before: str, after: str, setting: Setting) -> float:
    unit = UNIT.match(after)
    year = 1900 <= figure.value <= 2100 and figure.high is None
    if _ORDER.search(before[-30:]) or (year and not unit) or _TIME.match(after):
        return 0.0
    if not setting.goal_head and (_QUOTA.match(after) or _LIMIT.search(before[-20:])):
        return 0.0
    if unit and unit["unit"] == "điểm" and _SCORES.search(before):
        return 0.0
    if _LEAST.search(before):
        return 0.85 if unit or _NOUN.match(after) else 0.0
    if setting.goal_head and _AT_MOST.search(before):
        return 0.8 if unit and not _OF_FORM.match(after) else 0.0
    if figure.high is not None and setting.strives and _NOUN.match(after):
        return 0.7
    if figure.spelled or not unit:
        return 0.0
    if figure.high is not None or _MANY_AND_EXCEED.search(before):
        return 0.8
    local = before.split(";")[-1]
    if setting.work and _DELIVERS.search(before) and _DELIVERABLE.match(after):
        return 0.65
    if _EACH.match(re.split(r"[;,.]\s", before)[-1].strip()):
        return 0.7
    if setting.strives and STRIVES.search(local[-160:]) and _ACHIEVES.search(before):
        return 0.75
    if setting.goal_head and (_ACHIEVES.search(before) or not before.strip()):
        return 0.8
    return 0.0
