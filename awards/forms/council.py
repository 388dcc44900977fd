"""Biểu mẫu của Hội đồng: term, seat, session, rule, and small ones with some words."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from crispy_forms.layout import Column, Fieldset, Row
from django import forms
from django.utils.timezone import localdate, localtime, make_aware

from awards.models import (
    Attendance,
    BallotKind,
    CouncilSession,
    Denominator,
    Operator,
    Seat,
)
from units.fields import VietnameseDateField, VietnameseDecimalField
from units.forms.tree import StoredField, helper_of
from units.models import User
from units.wording import lower_first

WIDE = {"class": "td-w-lg"}
Kind = CouncilSession.Kind


class TimeOfDayField(forms.TimeField):
    """Giờ: 14:00, 14h00, 14h, 14g30."""

    widget = forms.TextInput(
        attrs={
            "class": "td-num td-w-num",
            "autocomplete": "off",
            "placeholder": "14:00",
        }
    )
    input_formats = ("%H:%M", "%Hh%M", "%Hh", "%Hg%M", "%H.%M", "%H")  # type: ignore[assignment]

    def __init__(self, **kwargs: Any):
        super().__init__(
            error_messages={"invalid": "Giờ viết theo 24 giờ, ví dụ 14:00 hoặc 14h30."},
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str | None) else f"{value:%H:%M}"


class TermForm(forms.Form):
    """Lập nhiệm kỳ."""

    reference = StoredField(
        label="Quyết định số", max_length=100,
        help_text="Quyết định thành lập, kiện toàn Hội đồng của Chủ tịch UBND.",
    )  # fmt: skip
    decided_on = VietnameseDateField(label="Ngày quyết định")
    valid_from = VietnameseDateField(
        label="Nhiệm kỳ từ ngày",
        help_text="Nhiệm kỳ trước và các ghế của nó kết thúc vào hôm trước.",
    )
    valid_to = VietnameseDateField(
        label="Đến hết ngày", required=False, help_text="Để trống nếu chưa định."
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].initial = localdate()
        self.helper = helper_of(
            "Chưa lập được nhiệm kỳ",
            Row(Column("reference"), Column("decided_on")),
            Row(Column("valid_from"), Column("valid_to")),
        )


class SeatForm(forms.Form):
    """Ghi thành viên."""

    account = forms.TypedChoiceField(
        label="Tài khoản", required=False, coerce=int, empty_value=None,
        help_text="Người có vai trò ở Hội đồng. Chưa thấy tên thì nhờ quản trị đơn vị giao vai "
        "trò Ủy viên Hội đồng; người không dùng phần mềm thì để trống và ghi họ tên.",
    )  # fmt: skip
    name = StoredField(
        label="Họ và tên", max_length=100, required=False,
        help_text="Để trống thì lấy tên của tài khoản.",
    )  # fmt: skip
    position = forms.ChoiceField(
        label="Vị trí", choices=Seat.Position, initial="member"
    )
    title = StoredField(
        label="Chức vụ", max_length=200, required=False,
        widget=forms.TextInput(attrs=WIDE),
    )  # fmt: skip
    represents = StoredField(
        label="Đại diện cho", max_length=200, required=False,
        widget=forms.TextInput(attrs=WIDE),
    )  # fmt: skip
    votes = forms.BooleanField(
        label="Có quyền biểu quyết", required=False, initial=True
    )
    valid_from = VietnameseDateField(label="Từ ngày", required=False)

    def __init__(self, *args: Any, accounts: Sequence[User], **kwargs: Any):
        super().__init__(*args, **kwargs)
        account: Any = self.fields["account"]
        account.choices = [
            ("", "Không có tài khoản"), *((one.pk, str(one)) for one in accounts)
        ]  # fmt: skip
        self.fields["valid_from"].initial = localdate()
        self.helper = helper_of(
            "Chưa ghi được thành viên",
            Row(Column("account"), Column("name")),
            Row(Column("position"), Column("valid_from")),
            "title", "represents", "votes",
        )  # fmt: skip

    @property
    def given(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        return said | {"account_id": said.pop("account")}


class SeatEndForm(forms.Form):
    """Cho thôi thành viên."""

    last_day = VietnameseDateField(label="Ngày cuối giữ ghế")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["last_day"].initial = localdate()
        self.helper = helper_of("Chưa ghi được")


class SessionForm(forms.Form):
    """Lập, sửa phiên họp."""

    title = StoredField(
        label="Về việc", max_length=300, widget=forms.TextInput(attrs=WIDE),
        help_text="Ví dụ: xét khen thưởng tổng kết phong trào thi đua năm 2026.",
    )  # fmt: skip
    kind = forms.ChoiceField(
        label="Hình thức", choices=Kind, initial=Kind.MEETING, widget=forms.RadioSelect
    )
    planned_day = VietnameseDateField(label="Ngày họp")
    planned_time = TimeOfDayField(label="Giờ")
    place = StoredField(label="Địa điểm", max_length=200, required=False)
    due_day = VietnameseDateField(
        label="Nhận ý kiến bằng văn bản đến ngày", required=False,
        help_text="Ghi khi có lấy ý kiến bằng văn bản.",
    )  # fmt: skip
    due_time = TimeOfDayField(label="Giờ hết hạn", required=False)
    chair = forms.TypedChoiceField(
        label="Chủ trì", required=False, coerce=int, empty_value=None
    )
    secretary = forms.TypedChoiceField(
        label="Thư ký phiên họp", required=False, coerce=int, empty_value=None
    )

    def __init__(
        self, *args: Any, seats: Sequence[Seat], session: CouncilSession | None = None,
        **kwargs: Any,
    ):  # fmt: skip
        if session is not None:
            kwargs["initial"] = _said(session)
        super().__init__(*args, **kwargs)
        self.session = session
        picked: Any
        for name in ("chair", "secretary"):
            picked = self.fields[name]
            picked.choices = [
                ("", "Chọn sau"),
                *((one.pk, one.called) for one in seats),
            ]
        if session is None:
            self._suggest(seats)
        self.helper = helper_of(
            "Chưa lưu được phiên họp",
            "title", "kind",
            Row(Column("planned_day"), Column("planned_time"), Column("place")),
            Row(Column("chair"), Column("secretary")),
            Fieldset("Ý kiến bằng văn bản", Row(Column("due_day"), Column("due_time"))),
        )  # fmt: skip

    def _suggest(self, seats):
        chair = [one for one in seats if one.position == Seat.Position.CHAIR]
        clerk = [one for one in seats if one.position == Seat.Position.SECRETARY]
        self.fields["chair"].initial = chair[0].pk if chair else None
        self.fields["secretary"].initial = clerk[0].pk if clerk else None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("due_time") and not given.get("due_day"):
            self.add_error("due_day", "Ghi ngày hết hạn nhận ý kiến.")
        return given

    @property
    def given(self) -> dict[str, Any]:
        """What ``plan_session`` and ``amend_session`` take."""
        said = self.cleaned_data
        due = None
        if said["due_day"]:
            at = said["due_time"] or datetime.max.time().replace(
                second=0, microsecond=0
            )
            due = make_aware(datetime.combine(said["due_day"], at))
        return {
            "title": said["title"], "kind": said["kind"], "place": said["place"],
            "planned_at": make_aware(
                datetime.combine(said["planned_day"], said["planned_time"])
            ),
            "opinions_due": due, "chair_id": said["chair"],
            "secretary_id": said["secretary"],
        }  # fmt: skip


def _said(session):
    planned, due = localtime(session.planned_at), session.opinions_due
    due = localtime(due) if due else None
    return {
        "title": session.title, "kind": session.kind, "place": session.place,
        "planned_day": planned.date(), "planned_time": planned.time(),
        "due_day": due.date() if due else None, "due_time": due.time() if due else None,
        "chair": session.chair_id, "secretary": session.secretary_id,
    }  # fmt: skip


class AnswerForm(forms.Form):
    """Trả lời giấy mời."""

    answer = forms.ChoiceField(label="Trả lời", widget=forms.RadioSelect)
    reason = StoredField(
        label="Lý do vắng mặt", max_length=300, required=False,
        widget=forms.TextInput(attrs=WIDE), help_text="Ghi khi vắng mặt; vào biên bản.",
    )  # fmt: skip

    def __init__(self, *args: Any, row: Attendance | None, writes: bool, **kwargs: Any):
        if row is not None:
            kwargs["initial"] = {"answer": row.answer, "reason": row.answer_reason}
        super().__init__(*args, **kwargs)
        answers = [one for one in Attendance.Answer if writes or one != "writing"]
        answer: Any = self.fields["answer"]
        answer.choices = [(one.value, one.label) for one in answers]
        self.helper = helper_of("Chưa gửi được trả lời")


class TopicForm(forms.Form):
    """Thêm một nội dung."""

    topic = StoredField(
        label="Nội dung", max_length=500, widget=forms.TextInput(attrs=WIDE)
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = helper_of("Chưa thêm được")


class RuleForm(forms.Form):
    """Quy định bỏ phiếu cho phiên này; nothing is chosen beforehand."""

    basis = StoredField(
        label="Căn cứ", max_length=300, widget=forms.TextInput(attrs=WIDE),
        help_text="Quy chế hoạt động của Hội đồng, văn bản quy định: số, ngày, điều khoản.",
    )  # fmt: skip
    ballot = forms.ChoiceField(
        label="Cách biểu quyết", choices=BallotKind, widget=forms.RadioSelect
    )
    operator = forms.ChoiceField(
        label="Phải đạt",
        widget=forms.RadioSelect,
        choices=[
            (Operator.AT_LEAST.value, "từ tỷ lệ này trở lên"),
            (Operator.MORE_THAN.value, "trên tỷ lệ này"),
        ],
    )
    threshold = VietnameseDecimalField(label="Tỷ lệ (%)")
    denominator = forms.ChoiceField(
        label="Tính trên", choices=Denominator, widget=forms.RadioSelect
    )
    quorum_parts = forms.IntegerField(label="Phải có mặt ít nhất", min_value=0)
    quorum_of = forms.IntegerField(
        label="trên", min_value=1, help_text="Ví dụ 2 trên 3 tổng số thành viên."
    )
    written_opinions = forms.BooleanField(
        label="Tính ý kiến bằng văn bản", required=False
    )
    chair_agrees = forms.BooleanField(label="Chủ tịch phải đồng ý", required=False)
    to_all = forms.BooleanField(
        label="Dùng cho mọi đề nghị của phiên chưa có quy định", required=False,
        initial=True,
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = helper_of(
            "Chưa lưu được quy định", "basis", "ballot", "denominator",
            Row(Column("operator"), Column("threshold")),
            Row(Column("quorum_parts"), Column("quorum_of")),
            "written_opinions", "chair_agrees", "to_all",
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        share = given.get("threshold")
        if share is not None and not 0 <= share <= 100:
            self.add_error("threshold", f"Tỷ lệ từ 0 đến 100%. Đang nhập: {share}.")
        parts, of = given.get("quorum_parts"), given.get("quorum_of")
        if parts is not None and of and parts > of:
            self.add_error(
                "quorum_parts",
                f"Số phần phải có mặt không lớn hơn tổng số phần. Đang nhập: {parts}/{of}.",
            )
        return given


class WordsForm(forms.Form):
    """Một lời: ``name`` of the field is that of the act's parameter."""

    def __init__(
        self, *args: Any, name: str, label: str, longest: int = 500, required: bool = True,
        hint: str = "", **kwargs: Any,
    ):  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields[name] = StoredField(
            label=label, max_length=longest, required=required, help_text=hint,
            widget=forms.Textarea(attrs={"rows": 3}),
            error_messages={"required": f"Ghi {lower_first(label)}."},
        )  # fmt: skip
        self.helper = helper_of("Chưa ghi được")


class RecusalForm(WordsForm):
    """Ghi thành viên không tham gia xét."""

    def __init__(self, *args: Any, seats: Sequence[Seat], **kwargs: Any):
        super().__init__(*args, name="reason", label="Lý do", longest=300, **kwargs)
        seat = forms.TypedChoiceField(
            label="Thành viên", coerce=int,
            choices=[("", "Chọn thành viên"), *((one.pk, one.name) for one in seats)],
        )  # fmt: skip
        self.fields = {"seat": seat, **self.fields}


class CloseForm(forms.Form):
    """Kiểm phiếu; where the rule asks for the chair, what the chair says."""

    def __init__(self, *args: Any, asks_chair: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if asks_chair:
            self.fields["chair_agreed"] = forms.TypedChoiceField(
                label="Chủ tịch Hội đồng", coerce=lambda text: text == "co",
                choices=[("co", "Đồng ý"), ("khong", "Không đồng ý")],
                widget=forms.RadioSelect,
                help_text="Quy định phải có Chủ tịch đồng ý. Phiếu kín không cho biết phiếu của "
                "ai, nên Chủ tịch nói rõ ý kiến và thư ký ghi lại.",
            )  # fmt: skip
        self.helper = helper_of("Chưa kiểm phiếu được")


class CountForm(forms.Form):
    """Số phiếu giấy đã kiểm."""

    agreed = forms.IntegerField(label="Đồng ý", min_value=0)
    against = forms.IntegerField(label="Không đồng ý", min_value=0)
    blank = forms.IntegerField(label="Không hợp lệ", min_value=0)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = helper_of(
            "Chưa ghi được số phiếu",
            Row(Column("agreed"), Column("against"), Column("blank")),
        )
