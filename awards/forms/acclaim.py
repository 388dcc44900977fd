"""Biểu mẫu của suy tôn: the round, points by criteria, the ballot, the result."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from crispy_forms.layout import Column, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from awards.acclaim import Candidate
from awards.actions.acclaim import Asked
from awards.actions.acclaim_points import Said, Scored
from awards.honours import award_choices
from awards.models import (
    ClusterCriterion,
    ClusterEntry,
    ClusterPoint,
    ClusterRound,
    CriterionKind,
)
from units.fields import VietnameseDateField, VietnameseDecimalField
from units.forms.tree import StoredField, helper_of
from units.models import Unit
from units.numerals import parse_decimal, vn_number

WIDE = {"class": "td-w-lg", "autocomplete": "off"}
KINDS = {"thưởng": CriterionKind.BONUS, "trừ": CriterionKind.MINUS}
_WORDS: dict[str, str] = {kind: word for word, kind in KINDS.items()}
NAME = 500


def criteria_text(criteria: Iterable[ClusterCriterion]) -> str:
    """Mỗi dòng một tiêu chí, as the form takes them."""
    lines = []
    for one in criteria:
        parts = [one.name, vn_number(one.maximum), _WORDS.get(one.kind, "")]
        lines.append("; ".join(filter(None, parts)))
    return "\n".join(lines)


class CriteriaField(StoredField):
    """Tiêu chí: a line each, "tên; điểm tối đa", with "; thưởng" or "; trừ" behind it."""

    def clean(self, value: Any) -> list[Asked]:
        text = super().clean(value)
        found = []
        for number, line in enumerate(filter(str.strip, text.splitlines()), 1):
            found.append(_criterion(number, line.strip()))
        return found


def _criterion(number: int, line: str) -> Asked:
    parts = [part.strip() for part in line.split(";")]
    kind = KINDS.get(parts[-1].casefold())
    if kind:
        parts.pop()
    points = parse_decimal(parts[-1]) if len(parts) > 1 else None
    name = "; ".join(parts[:-1])
    if points is None or not 0 < points < 100_000 or not name:
        raise ValidationError(
            f"Dòng {number} ghi tên tiêu chí, dấu chấm phẩy, điểm tối đa; ví dụ: Phát triển kinh "
            f"tế - xã hội; 60. Đang nhập: {line[:80]}"
        )
    if len(name) > NAME:
        raise ValidationError(
            f"Dòng {number} dài quá {NAME} ký tự; rút gọn tên tiêu chí."
        )
    return Asked(name, points.quantize(Decimal("0.01")), kind or CriterionKind.BASE)


class RoundForm(forms.Form):
    """Đợt suy tôn. ``like``: whose words stand in the boxes: this one, or last year's."""

    year = forms.IntegerField(
        label="Năm", min_value=2000, max_value=2200,
        widget=forms.TextInput(attrs={"class": "td-num td-w-num", "inputmode": "numeric"}),
    )  # fmt: skip
    scores_due = VietnameseDateField(label="Tự chấm điểm đến hết ngày")
    checks_due = VietnameseDateField(label="Chấm chéo đến hết ngày")
    criteria = CriteriaField(
        label="Tiêu chí và điểm tối đa", widget=forms.Textarea(attrs={"rows": 8}),
        max_length=40_000,
        help_text="Mỗi dòng một tiêu chí: tên; điểm tối đa. Điểm thưởng, điểm trừ thì thêm “; "
        "thưởng” hoặc “; trừ” ở cuối dòng.",
    )  # fmt: skip
    flag_places = forms.IntegerField(
        label="Số đơn vị đề nghị Cờ thi đua", min_value=0, max_value=50
    )
    certificate_places = forms.IntegerField(
        label="Số đơn vị đề nghị Bằng khen", min_value=0, max_value=50
    )
    flag_award = forms.ChoiceField(label="Danh hiệu cho đơn vị dẫn đầu", required=False)
    certificate_award = forms.ChoiceField(
        label="Hình thức cho đơn vị tiếp theo", required=False
    )
    basis = StoredField(
        label="Căn cứ", max_length=500, widget=forms.TextInput(attrs=WIDE),
        help_text="Văn bản quy định tiêu chí, cách chấm và số lượng được suy tôn của cụm, khối.",
    )  # fmt: skip
    least_percent = forms.IntegerField(
        label="Tỷ lệ phiếu tối thiểu (%)", min_value=0, max_value=100, initial=0,
        help_text="Tính trên số đơn vị có quyền bỏ phiếu; 0: không quy định.",
    )  # fmt: skip
    self_vote = forms.BooleanField(
        label="Đơn vị được bỏ phiếu cho chính mình", required=False
    )
    ties_by_points = forms.BooleanField(
        label="Bằng phiếu thì xếp theo tổng điểm đã thống nhất", required=False
    )

    def __init__(self, *args: Any, like: ClusterRound | None, year: int, **kwargs: Any):
        if like is not None:
            names = (
                "flag_places", "certificate_places", "basis", "least_percent", "self_vote",
                "ties_by_points",
            )  # fmt: skip
            initial = {name: getattr(like, name) for name in names}
            initial |= {
                "flag_award": like.flag_award_id or "",
                "certificate_award": like.certificate_award_id or "",
                "criteria": criteria_text(like.criteria.all()),  # type: ignore[attr-defined]
            }
            if like.year == year:
                initial |= {
                    "scores_due": like.scores_due,
                    "checks_due": like.checks_due,
                }
            kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = year
        choices = [("", "Chọn khi lập đề nghị"), *award_choices()]
        for name in ("flag_award", "certificate_award"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        for name in ("flag_places", "certificate_places", "least_percent"):
            self.fields[name].widget = forms.TextInput(
                attrs={"class": "td-num td-w-num", "inputmode": "numeric"}
            )
        self.helper = helper_of(
            "Chưa lưu được", "year", Row(Column("scores_due"), Column("checks_due")),
            "criteria", "basis", Row(Column("flag_places"), Column("certificate_places")),
            "flag_award", "certificate_award", "least_percent", "self_vote",
            "ties_by_points",
        )  # fmt: skip
        self.helper.mark_optional = False

    @property
    def told(self) -> dict[str, Any]:
        """Arguments of ``open_acclaim``."""
        said = dict(self.cleaned_data)
        for name in ("flag_award", "certificate_award"):
            chosen = said.pop(name)
            said[f"{name}_id"] = int(chosen) if chosen else None
        return said


class _PointsForm(forms.Form):
    """A box for points and one for words, of each row."""

    points_label = "Điểm"
    words_label = "Nhận xét"

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = helper_of("Chưa lưu được")

    def add_row(self, key: int, maximum: Decimal, value: Any, words: str) -> None:
        self.fields[f"diem-{key}"] = VietnameseDecimalField(
            label=self.points_label, min_value=0, max_value=maximum, initial=value,
            max_digits=7, decimal_places=2,
            error_messages={
                "required": "Ghi điểm.",
                "min_value": f"Điểm từ 0 đến {vn_number(maximum)}.",
                "max_value": f"Điểm từ 0 đến {vn_number(maximum)}.",
            },
        )  # fmt: skip
        self.fields[f"vi-{key}"] = StoredField(
            label=self.words_label, required=False, initial=words,
            max_length=self.words_length, widget=forms.Textarea(attrs={"rows": 2}),
        )  # fmt: skip

    words_length = 500


class ScoreForm(_PointsForm):
    """Tự chấm điểm."""

    points_label, words_label, words_length = "Điểm tự chấm", "Kết quả đạt được", 2_000

    def __init__(
        self, *args: Any, criteria: Sequence[ClusterCriterion],
        points: Mapping[int, ClusterPoint], **kwargs: Any,
    ):  # fmt: skip
        super().__init__(*args, **kwargs)
        self.criteria = list(criteria)
        for one in self.criteria:
            there = points.get(one.pk)
            self.add_row(
                one.pk, one.maximum, there.claimed if there else None,
                there.note if there else "",
            )  # fmt: skip
            # A draft may leave boxes empty; sending asks for all.
            self.fields[f"diem-{one.pk}"].required = False
            self.fields[f"mc-{one.pk}"] = StoredField(
                label="Minh chứng", required=False, max_length=1_000,
                initial=there.evidence if there else "",
                widget=forms.TextInput(attrs={"placeholder": "Số, ký hiệu văn bản hoặc liên kết"}),
            )  # fmt: skip

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [
            {
                "criterion": one,
                "points": self[f"diem-{one.pk}"],
                "words": self[f"vi-{one.pk}"],
                "evidence": self[f"mc-{one.pk}"],
            }
            for one in self.criteria
        ]

    @property
    def scored(self) -> dict[int, Scored]:
        """Of the criteria whose points are given."""
        said = self.cleaned_data
        return {
            one.pk: Scored(
                said[f"diem-{one.pk}"], said[f"vi-{one.pk}"], said[f"mc-{one.pk}"]
            )
            for one in self.criteria
            if said.get(f"diem-{one.pk}") is not None
        }


class SaidForm(_PointsForm):
    """Chấm chéo, thống nhất điểm: beside what was claimed; ``before``: what stands in the boxes."""

    def __init__(
        self, *args: Any, points: Sequence[ClusterPoint],
        before: Mapping[int, tuple[Decimal, str]], words: str, **kwargs: Any,
    ):  # fmt: skip
        super().__init__(*args, **kwargs)
        self.words_label = words
        self.points = list(points)
        for one in self.points:
            value, why = before.get(one.pk, (one.claimed, ""))
            self.add_row(one.pk, one.maximum, value, why)

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [
            {
                "point": one,
                "criterion": one.criterion,
                "checks": list(one.checks.all()),  # type: ignore[attr-defined]
                "points": self[f"diem-{one.pk}"],
                "words": self[f"vi-{one.pk}"],
            }
            for one in self.points
        ]

    @property
    def said(self) -> dict[int, Said]:
        told = self.cleaned_data
        return {
            one.pk: Said(told[f"diem-{one.pk}"], told[f"vi-{one.pk}"])
            for one in self.points
        }


class CheckersForm(forms.Form):
    """Cử đơn vị chấm chéo."""

    units = forms.TypedMultipleChoiceField(
        label="Đơn vị chấm chéo", required=False, coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text="Không chọn đơn vị nào thì mọi thành viên chấm chéo lẫn nhau.",
    )  # fmt: skip

    def __init__(self, *args: Any, members: Sequence[Unit], **kwargs: Any):
        super().__init__(*args, **kwargs)
        units: Any = self.fields["units"]
        units.choices = [(one.pk, str(one)) for one in members]
        self.helper = helper_of("Chưa lưu được")


class VoteForm(forms.Form):
    """Phiếu suy tôn, for one of one's units."""

    unit = forms.TypedChoiceField(
        label="Thay mặt đơn vị", coerce=int, widget=forms.RadioSelect,
        error_messages={"required": "Chọn đơn vị."},
    )  # fmt: skip
    entries = forms.TypedMultipleChoiceField(
        label="Đơn vị được suy tôn", coerce=int, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Chọn ít nhất một đơn vị."},
    )  # fmt: skip

    def __init__(
        self, *args: Any, units: Sequence[Unit], entries: Sequence[tuple[ClusterEntry, Decimal]],
        most: int, self_vote: bool, **kwargs: Any,
    ):  # fmt: skip
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.choices = [(one.pk, str(one)) for one in units]
        own = None
        if len(units) == 1:
            unit.initial = own = units[0].pk
        box: Any = self.fields["entries"]
        box.choices = [
            (one.pk, f"{one} – {vn_number(points)} điểm")
            for one, points in entries
            if self_vote or one.unit_id != own
        ]
        told = "" if self_vote else " Không bỏ phiếu cho chính đơn vị mình."
        box.help_text = f"Chọn nhiều nhất {most} đơn vị.{told}"
        self.helper = helper_of("Chưa bỏ phiếu được")


class CloseForm(forms.Form):
    """Kết quả, hội nghị; ``contested``: groups of equals among whom it was voted again."""

    held_on = VietnameseDateField(label="Ngày họp", initial=localdate)
    place = StoredField(label="Địa điểm", max_length=200, required=False)
    chair = StoredField(label="Chủ trì", max_length=150)
    secretary = StoredField(label="Thư ký", max_length=150, required=False)
    number = StoredField(
        label="Số, ký hiệu biên bản", max_length=60, required=False,
        help_text="Ví dụ 01/BB-CTĐ.",
    )  # fmt: skip
    remarks = StoredField(
        label="Ý kiến thảo luận", max_length=4_000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    order_reason = StoredField(
        label="Kết quả biểu quyết lại", max_length=1_000,
        help_text="Số phiếu từng đơn vị nhận được khi biểu quyết lại.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(
        self, *args: Any, contested: Sequence[Sequence[Candidate]], **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.contested = [one for group in contested for one in group]
        names = []
        for one in self.contested:
            name = f"order-{one.key}"
            self.fields[name] = forms.IntegerField(
                label=f"Thứ tự của {one.name}", min_value=1, max_value=100,
                widget=forms.TextInput(
                    attrs={"class": "td-num td-w-num", "inputmode": "numeric"}
                ),
                help_text=f"{vn_number(one.votes)} phiếu, bằng phiếu với đơn vị khác.",
            )  # fmt: skip
            names.append(name)
        if names:
            names.append("order_reason")
        else:
            del self.fields["order_reason"]
        self.helper = helper_of(
            "Chưa ghi được kết quả", *names, Row(Column("held_on"), Column("place")),
            Row(Column("chair"), Column("secretary")), "number", "remarks",
        )  # fmt: skip
        self.helper.mark_optional = False

    @property
    def told(self) -> dict[str, Any]:
        """Arguments of ``close_acclaim``."""
        said = dict(self.cleaned_data)
        order = {one.key: said.pop(f"order-{one.key}") for one in self.contested}
        return said | {"order": order}
