"""Tên cơ quan: how the name of an agency, unit or post-holder begins and ends in a text."""

import re

from campaigns.reading.language import fold, squeeze

# First words of names of agencies and of those whom work is given to (folded).
_AGENCY = (
    "ubnd", "ủy ban", "hđnd", "hội đồng", "mttq", "ubmttq", "ubmt", "mặt trận", "thường trực",
    "ban", "btt", "sở", "phòng", "bộ", "cục", "chi cục", "tổng cục", "vụ", "viện", "trung tâm",
    "trạm", r"trường(?! hợp)", "đảng ủy", "đảng bộ", "chi bộ", "huyện ủy", "tỉnh ủy", "thành ủy",
    "quận ủy", "thị ủy", "tỉnh đoàn", "thành đoàn", "huyện đoàn", "quận đoàn", "đoàn", "hội",
    "liên đoàn", "liên minh", "liên hiệp", "công đoàn", "cđcs", "cđgd", "cđn", "công an",
    "ban chỉ huy", "bch", "bộ chỉ huy", "văn phòng", "vp", "thanh tra", "tòa án",
    "viện kiểm sát", "ngân hàng",
    "kho bạc", "bảo hiểm", "bhxh", "bưu điện", "bưu cục", "điện lực", "công ty", "tổng công ty",
    "tập đoàn", "hợp tác xã", "doanh nghiệp", "báo", "đài", "cổng thông tin", "tạp chí",
    "bệnh viện", "học viện", "đại học", "hạt kiểm lâm", "đồn", "đội", "khối", "cụm", "tổ",
    "thôn", "bản", "buôn", "ấp", "khu phố", "khu dân cư", "xã", "phường", "thị trấn", "quận",
    "huyện", "thành phố", "thuế", "thống kê", "hải quan", "quân sự", "nhà văn hóa", "thư viện",
    "bảo tàng", "đơn vị", "cơ quan", "cơ sở", "tổ chức", "nhà trường", "chi đoàn", "chi hội", "qũy",
    "quỹ", "ngành", "lực lượng", "ttvh", "ủy viên", "tiểu ban", "phân hội", "trại", "lâm trường",
    "nông trường", "nhà máy", "xí nghiệp", "chi nhánh", "câu lạc bộ", "dân quân", "bộ phận",
)  # fmt: skip
_PERSON = (
    "thủ trưởng", "chủ tịch", "phó chủ tịch", "giám đốc", "phó giám đốc", "tổng giám đốc",
    "hiệu trưởng", "trưởng", "chánh văn phòng", "bí thư", "công chức", "cán bộ", "viên chức",
    "lãnh đạo", "đồng chí", "thành viên", "chỉ huy trưởng", "tổ trưởng", "chủ nhiệm", "giáo viên",
    "đảng viên", "hội viên", "người đứng đầu", "nhân viên", "người lao động", "ông", "bà",
    "đ/c", "các đồng chí", "kế toán", "văn thư", "địa chính", "tư pháp", "học sinh",
)  # fmt: skip
_MANY = (
    "các",
    "từng",
    "mỗi",
    "những",
    "toàn thể",
    "tất cả",
    "một số",
    "các thành viên",
    "02",
    "05",
)
_START = re.compile(
    rf"(?:(?:{'|'.join(_MANY)})\s+)*(?:{'|'.join(sorted((*_AGENCY, *_PERSON), key=len)[::-1])})\b"
)

# First words of names printed in a letterhead, and what only carries on such a name.
_HEAD_NAME = re.compile(
    r"(?:ubnd|ủy ban|hđnd|hội đồng|mttq|ubmttq|mặt trận|sở|phòng|bộ|cục|chi cục|tổng cục|viện|"
    r"trung tâm|trạm|trường(?! hợp)|đảng ủy|đảng bộ|chi bộ|"
    r"huyện ủy|tỉnh ủy|thành ủy|quận ủy|thị ủy|"
    r"tỉnh đoàn|thành đoàn|huyện đoàn|quận đoàn|đoàn|hội|liên đoàn|liên minh|liên hiệp|công đoàn|"
    r"cđcs|công an|bch|bộ chỉ huy|văn phòng|thanh tra|tòa án|viện kiểm sát|ngân hàng|kho bạc|"
    r"bảo hiểm|bhxh|công ty|tổng công ty|tập đoàn|hợp tác xã|báo|đài|bệnh viện|học viện|đại học|"
    r"hạt|ban|"
    r"tổ\s+(?:chỉ\s+đạo|công\s+tác|giúp\s+việc)|cụm|khối|"
    r"thuế|tiểu ban|quỹ|thư viện|bảo tàng|chi nhánh|đơn vị|tổ công tác)\b"
)
_STANDING = re.compile(
    r"ban\s+(?:thường\s+trực|thường\s+vụ|chấp\s+hành|bí\s+thư)"
    r"(?:\s+(?:tỉnh|thành|quận|huyện|thị|phường|xã|đoàn|công\s+đoàn|hội)\b.*)?"
)

# Words that begin what a unit does. Written small in running text; the same word in a name
# (Ban Tổ chức, Ủy ban Kiểm tra) has a capital.
_DOES = (
    "chủ trì", "chủ động", "phối hợp", "tham mưu", "tổ chức", "xây dựng", "ban hành", "căn cứ",
    "chịu trách nhiệm", "có trách nhiệm", "có nhiệm vụ", "theo dõi", "chỉ đạo", "thực hiện",
    "tăng cường", "vận động", "tiếp tục", "đẩy mạnh", "thường xuyên", "hướng dẫn", "đôn đốc",
    "kiểm tra", "triển khai", "phát động", "báo cáo", "tổng hợp", "đăng ký", "rà soát", "bố trí",
    "cung cấp", "đảm bảo", "bảo đảm", "quán triệt", "tuyên truyền", "phân công", "gửi", "hỗ trợ",
    "là cơ quan", "là đơn vị", "là đầu mối", "nghiên cứu", "quan tâm", "đề xuất", "thẩm định",
    "chuẩn bị", "nâng cao", "thông báo", "giám sát", "phát huy", "trên cơ sở", "theo chức năng",
    "nghiêm túc", "khẩn trương", "kịp thời", "tập trung", "lựa chọn", "động viên", "chấp hành",
    "tham gia", "yêu cầu", "đề nghị", "phản ánh", "lồng ghép", "phát hiện", "xem xét", "trình",
    "duy trì", "thành lập", "được giao", "tiến hành", "xác định", "tích cực", "kết hợp",
    "định kỳ", "bám sát", "cụ thể hóa", "khuyến khích", "kiến nghị", "phổ biến", "bình xét",
    "lập kế hoạch", "lập danh sách", "theo nhiệm vụ", "theo phạm vi", "cử", "đưa tin", "viết",
    "chọn", "nộp", "hoàn thành", "phải", "cần", "giúp", "tổng kết", "đánh giá", "làm tốt",
)  # fmt: skip
_STRONG = (
    "có trách nhiệm", "có nhiệm vụ", "chịu trách nhiệm", "chủ trì", "chủ động", "phối hợp",
    "tham mưu", "thực hiện", "tổ chức", "xây dựng", "triển khai", "căn cứ", "chỉ đạo", "phải",
    "báo cáo",
)  # fmt: skip
_DUTIES = (
    "có trách nhiệm", "có nhiệm vụ", "chịu trách nhiệm", "chủ trì", "chủ động", "phối hợp với",
    "phối hợp cùng", "tham mưu cho", "căn cứ", "đăng ký", "tiếp tục", "nghiêm túc", "báo cáo",
)  # fmt: skip
_NOT_DOING = frozenset(
    ("các", "những", "của", "và", "công tác", "việc", "nhiệm vụ", "được")
)
_LEAD = re.compile(
    r"^(?:[-–+•*]\s*)?(?:(?:đề\s+nghị|đối\s+với|giao(?:\s+cho)?|yêu\s+cầu|phân\s+công)\b\s*:?\s*)"
)
_TAIL = " .:;,-–"


def strip_lead(text: str) -> str:
    """Without a leading "Đề nghị", "Đối với", "Giao"."""
    lead = _LEAD.match(fold(text))
    return text[lead.end() :].strip() if lead else text.strip()


def is_unit(text: str) -> bool:
    """Whether the words begin as the name of a unit or post-holder does."""
    return bool(_START.match(fold(strip_lead(text))))


def is_head_name(line: str) -> bool:
    """Whether a line of a letterhead begins the name of an agency."""
    return bool(_HEAD_NAME.match(fold(line).strip(" -.")))


def goes_on(line: str) -> bool:
    """Whether the name that a line of a letterhead holds goes on in the line below."""
    return bool(re.search(r"[-–,&]\s*$|\bvà\s*$", line, re.I))


def unit_before_verb(text: str, *, strong: bool = False) -> str:
    """The unit a sentence begins with ("Sở X chủ trì …" → "Sở X"), "" if there is none.

    ``strong``: only verbs that can hardly be part of a name end it.
    """
    return _before(text, _STRONG if strong else _DOES)


def unit_with_duty(text: str) -> str:
    """The unit where the line goes on to say its duty in words that stand in no name, "" where
    the line may well be all name ("Ban Chỉ đạo thực hiện phong trào …")."""
    return _before(text, _DUTIES)


def _before(text: str, verbs: tuple[str, ...]) -> str:
    text = strip_lead(text)
    if not is_unit(text):
        return ""
    pattern = re.compile(rf"(?<=\s)(?:{'|'.join(sorted(verbs, key=len)[::-1])})\b")
    folded = fold(text)
    for match in pattern.finditer(folded):
        if text[match.start()].isupper():
            continue
        before = folded[: match.start()].split()
        if (
            not before
            or before[-1] in _NOT_DOING
            or " ".join(before[-2:]) in _NOT_DOING
        ):
            continue
        name = re.sub(r"[\s,;:(–-]+$", "", text[: match.start()])
        name = re.sub(r"\s+(?:để|nhằm|sẽ|cùng|đã|hãy)$", "", name)
        return squeeze(name) if name.count("(") <= name.count(")") else ""
    return ""


def plain_unit(text: str) -> str:
    """A heading as the name of a unit: no lead word, no final punctuation."""
    return squeeze(strip_lead(text)).strip(_TAIL)


def group_head_lines(lines: list[str]) -> tuple[str, str]:
    """(cơ quan chủ quản, cơ quan ban hành) from the lines of a letterhead.

    Each comes back with its lines divided by newlines. A place ("TỈNH X") and a standing
    body ("BAN THƯỜNG TRỰC") carry on the name above.
    """
    names: list[list[str]] = []
    for line in lines:
        folded = fold(line).strip(" -.")
        starts = is_head_name(line) and not _STANDING.fullmatch(folded)
        joined_to_place = names and goes_on(names[-1][-1])
        if names and fold(names[-1][-1]).strip() == "hội" and folded.startswith("đồng"):
            starts = False
        if (starts and not joined_to_place) or not names:
            names.append([line])
        else:
            names[-1].append(line)
    if not names:
        return "", ""
    if len(names) > 1 and [fold(s) for s in names[0]] == [fold(s) for s in names[1]]:
        names = names[1:]  # printed twice by a flattened page
    if (
        len(names) > 1
        and len(names[-1]) == 1
        and fold(names[-1][0]) == fold(names[0][0])
    ):
        names = names[:-1]  # the emblem of a union, printed where others have the motto
    parent = "\n".join(line for name in names[:-1] for line in name)
    return parent, "\n".join(names[-1])


def announced_by(sentence: str) -> str:
    """Who announces the plan: "UBND phường X xây dựng Kế hoạch …" → "UBND phường X"; or ""."""
    folded = fold(sentence)
    for match in _ANNOUNCES.finditer(folded):
        start = _name_start(folded, match.start())
        if start is None:
            continue
        name = squeeze(sentence[start : match.start()])
        if 2 <= len(name.split()) <= 25 and name[0].isupper():
            return name.strip(_TAIL)
    return ""


_ANNOUNCES = re.compile(
    r"\s(?:(?:vừa|đã|cũng|sẽ)\s+)*(?:(?:ký\s+)?ban\s+hành|xây\s+dựng|đề\s+ra|lập|triển\s+khai|phát\s+động"
    r"|tổ\s+chức\s+phát\s+động|hướng\s+dẫn|chỉ\s+thị|yêu\s+cầu|đề\s+nghị|thông\s+báo|tổ\s+chức\s+triển\s+khai)"
    r"(?:\s+(?=\S)|\s*:)"
)
_NAME_HEAD = re.compile(
    r"(?:(?<=^)|(?<=[.;,:\"]\s)|(?<=\n)|(?<=-\s))"
    r"(?:chủ tịch|giám đốc|hiệu trưởng|"
    r"ubnd|ủy ban|hđnd|hội đồng|mttq|ubmttq|mặt trận|sở|phòng|bộ|cục|chi cục|trung tâm|trạm|"
    r"trường(?! hợp)|đảng ủy|đảng bộ|huyện ủy|tỉnh ủy|thành ủy|"
    r"tỉnh đoàn|thành đoàn|huyện đoàn|đoàn|hội|"
    r"liên đoàn|liên minh|công đoàn|công an|văn phòng|thanh tra|ngân hàng|bảo hiểm|công ty|báo|đài|"
    r"bệnh viện|học viện|ban|cụm|khối|btt|bch|thường trực|thường vụ)\b"
)


def _name_start(folded: str, end: int) -> int | None:
    """Where the name that ends at ``end`` begins: at a clause, with the first word of an agency."""
    starts = [m.start() for m in _NAME_HEAD.finditer(folded, max(0, end - 160), end)]
    for start in starts:
        inner = folded[start:end]
        if not re.search(
            r"[.;:]|\bcủa\s+\w+\s+về\b|\bcăn cứ\b|\bthực hiện\b|\bngày\s+\d", inner
        ):
            return start
    return None
