"""Nhận tệp: photos and files as they are sent, one by one or together, whatever they are for.

Each file for itself: one that is refused does not hold up the others. The script
(``static/evidence.js``) sends one file a request and reads the sentence of a refusal as text.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse

from campaigns.evidence import LARGEST_FILE, Looked, kinds, look_at
from campaigns.models import Evidence
from campaigns.views.shared import UNPROCESSABLE
from units import visitors
from units.errors import Refused, Unreadable
from units.uploads import LimitedUpload

LARGEST_REQUEST = 4 * LARGEST_FILE  # bytes: without a script several files come at once
LARGEST_EXIF = 64 * 1024
TIMES, WINDOW = 200, 600  # files that one person may send in so many seconds
NO_FILE = "Chọn ít nhất một tệp rồi bấm Gửi tệp."
TOO_MUCH = (
    f"Các tệp gửi cùng lúc nặng hơn {LARGEST_REQUEST // 2**20} MB; gửi từng tệp một, mỗi"
    f" tệp đến {LARGEST_FILE // 2**20} MB."
)
WAIT = "Anh/chị vừa gửi rất nhiều tệp. Chờ mười phút rồi gửi tiếp."


@dataclass(frozen=True)
class Sent:
    """Đã nhận gì, chưa nhận gì: of those the name ("": of all) and the sentence."""

    added: list[Evidence] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def take(
    request: HttpRequest, limit: LimitedUpload, add: Callable[[Looked], Evidence]
) -> Sent:
    """``add`` keeps what was looked at; its refusal is that of the file."""
    files = request.FILES.getlist("file")
    if limit.too_large:
        return Sent(refused=[("", TOO_MUCH)])
    if not files:
        return Sent(refused=[("", NO_FILE)])
    sent = Sent()
    for file in files:
        try:
            sent.added.append(add(looked(request, file)))
        except (Refused, Unreadable) as error:
            sent.refused.append((file.name or "", str(error)))
    return sent


def refusal(sent: Sent) -> HttpResponse:
    """For the script: the sentence alone, which it shows at the file."""
    return HttpResponse(
        sent.refused[-1][1],
        status=UNPROCESSABLE,
        content_type="text/plain; charset=utf-8",
    )


def looked(request: HttpRequest, file: UploadedFile) -> Looked:
    """A file looked at; of one person so many in a while. Raises ``Refused``, ``Unreadable``."""
    kinds.check_size(file.size or 0)
    if not visitors.may("evidence", str(request.user.pk), times=TIMES, seconds=WINDOW):
        raise Refused(WAIT)
    camera = request.FILES.get("exif")
    exif = camera.read(LARGEST_EXIF) if camera else b""
    return look_at(file.read(), file.name or "", exif=exif)
