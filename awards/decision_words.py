"""Từ ngữ của quyết định khen thưởng: acts as the book calls them."""

from units import acts

_ACTS = {
    "decision.added": "Lập quyết định khen thưởng",
    "decision.amended": "Sửa quyết định khen thưởng",
    "decision.submitted": "Trình ký quyết định khen thưởng",
    "decision.taken_back": "Rút quyết định khen thưởng đang chờ ký",
    "decision.returned": "Trả lại quyết định khen thưởng",
    "decision.approved": "Duyệt ký quyết định khen thưởng",
    "decision.signed": "Ghi nhận quyết định khen thưởng đã ký",
    "decision.issued": "Ghi nhận quyết định khen thưởng đã ban hành",
    "decision.reopened": "Mở lại quyết định khen thưởng để sửa",
    "decision.dropped": "Bỏ quyết định khen thưởng đang soạn",
    "decision.ended": "Bỏ quyết định khen thưởng chưa có số khi cơ quan kết thúc",
    "decisionline.added": "Thêm trường hợp vào quyết định khen thưởng",
    "decisionline.amended": "Sửa trường hợp trong quyết định khen thưởng",
    "decisionline.removed": "Bỏ trường hợp khỏi quyết định khen thưởng",
    "honour.added": "Ghi thành tích khen thưởng",
    "honour.amended": "Ghi thành tích khen thưởng bị hủy bỏ",
    "honour.removed": "Bỏ thành tích khen thưởng ghi nhầm",
    "honourpaper.added": "Gửi bản chụp quyết định khen thưởng cũ",
    "honourpaper.removed": "Bỏ bản chụp quyết định khen thưởng cũ",
    "proposal.decided": "Ghi nhận đề nghị đã có quyết định",
}
_AREAS = {"Quyết định khen thưởng": "decision decisionline honour honourpaper"}


def know() -> None:
    acts.know(_ACTS, None, _AREAS)
