"""Từ ngữ của trình cấp trên: acts as the book calls them."""

from units import acts

_ACTS = {
    "submission.added": "Lập tờ trình cấp trên",
    "submission.amended": "Sửa tờ trình cấp trên",
    "submission.submitted": "Trình ký tờ trình cấp trên",
    "submission.taken_back": "Rút tờ trình đang chờ ký",
    "submission.returned": "Trả lại tờ trình để sửa",
    "submission.approved": "Duyệt ký tờ trình cấp trên",
    "submission.signed": "Ghi nhận tờ trình đã ký",
    "submission.issued": "Ghi nhận tờ trình đã ban hành, trình cấp trên",
    "submission.reopened": "Mở lại tờ trình để sửa",
    "submission.dropped": "Bỏ tờ trình đang soạn",
    "submission.ended": "Bỏ tờ trình chưa có số khi cơ quan kết thúc",
    "submission.withdrawn": "Rút hồ sơ đã trình cấp trên",
    "submissionline.added": "Thêm trường hợp vào tờ trình",
    "submissionline.amended": "Ghi nhận hồ sơ đã đến cấp trên",
    "submissionline.removed": "Bỏ trường hợp khỏi tờ trình",
    "submissionline.answered": "Ghi trả lời của cấp trên",
    "submissionline.unanswered": "Bỏ trả lời ghi nhầm của cấp trên",
    "submissionline.withdrawn": "Rút trường hợp đã trình cấp trên",
}
_AREAS = {"Trình cấp trên": "submission submissionline"}


def know() -> None:
    acts.know(_ACTS, None, _AREAS)
