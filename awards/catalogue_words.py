"""Tên các việc về danh mục, vụ việc trong nhật ký."""

from awards.rulebook import KINDS
from units import acts
from units.wording import lower_first

AREA = "Danh mục khen thưởng"
_VERBS = {
    "added": "Ghi quy định",
    "closed": "Ghi ngày cuối của quy định",
    "followed": "Thay bằng quy định mới từ ngày sau",
    "confirmed": "Đối chiếu quy định",
    "reopened": "Quy định đi tiếp",
    "removed": "Bỏ quy định chưa đến ngày",
}
_CASES = {
    "award.added": "Thêm danh hiệu, hình thức vào danh mục",
    "discipline.added": "Ghi vụ việc đang xác minh",
    "discipline.disciplined": "Ghi kết luận: bị kỷ luật",
    "discipline.cleared": "Ghi kết luận: không vi phạm",
}


def know() -> None:
    """Called when the application is ready."""
    rules = {
        f"{kind.model._meta.model_name}.{verb}": f"{said}: {lower_first(kind.title)}"
        for kind in KINDS.values()
        for verb, said in _VERBS.items()
    }
    models = [str(kind.model._meta.model_name) for kind in KINDS.values()]
    acts.know(rules | _CASES, areas={AREA: " ".join([*models, "award", "discipline"])})
