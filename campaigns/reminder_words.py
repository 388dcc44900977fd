"""Nhắc việc trong sổ nhật ký: what its acts are called."""

from units import acts

_ACTS = {
    "reminderstep.added": "Thêm bậc nhắc việc",
    "reminderstep.amended": "Thôi một bậc nhắc việc",
    "reminderstep.removed": "Bỏ bậc nhắc việc chưa áp dụng",
    "reminderchoice.added": "Chọn cách nhận nhắc việc",
    "reminderchoice.amended": "Đổi cách nhận nhắc việc",
    "calendarfeed.added": "Lập địa chỉ lịch",
    "calendarfeed.renewed": "Đổi địa chỉ lịch",
    "calendarfeed.removed": "Bỏ địa chỉ lịch",
}
_FIELDS = {
    "days": "số ngày so với hạn",
    "reaches": "nhắc ai",
    "by_mail": "nhận thư nhắc việc",
    "lead_days": "nhắc trước hạn nhiều nhất",
}
_AREAS = {"Nhắc việc": "reminderstep reminderchoice calendarfeed"}


def know() -> None:
    acts.know(_ACTS, _FIELDS, _AREAS)
