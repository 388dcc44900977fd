"""Sổ quy định: which kinds of rules there are, how each is called, and what it is about."""

from dataclasses import dataclass
from typing import Any

from awards.models import (
    AwardName,
    BaseSalary,
    Conferral,
    CouncilRule,
    DossierRequirement,
    EligibilityRule,
    Keepsake,
    LawRow,
    Multiplier,
    PublicityRule,
    Regime,
    RoundingRule,
    Ruling,
    SubjectFactor,
    SubmissionRoute,
    TimeLimit,
)


@dataclass(frozen=True)
class RuleKind:
    """Một loại quy định: ``slug`` in addresses, ``fields`` what a form asks."""

    slug: str
    model: type[LawRow]
    title: str
    fields: tuple[str, ...]
    is_common: bool = False  # of the whole country alone
    needs_award: bool = False  # says nothing of all awards

    @property
    def rows(self) -> Any:
        """Every row (``LawRowQuerySet``), with the authority where such rows have one."""
        rows: Any = self.model._default_manager.all()
        has_one = issubclass(self.model, Ruling)
        return rows.select_related("authority") if has_one else rows

    @property
    def is_of_award(self) -> bool:
        return "award" in self.fields


KINDS = {
    kind.slug: kind
    for kind in (
        RuleKind(
            "ten-goi", AwardName, "Tên gọi", ("award", "name"), is_common=True,
            needs_award=True,
        ),
        RuleKind(
            "tham-quyen", Conferral, "Người quyết định",
            ("award", "kind", "decided_by"), is_common=True, needs_award=True,
        ),
        RuleKind(
            "che-do", Regime, "Chế độ pháp luật", ("name", "transition", "favours"),
            is_common=True,
        ),
        RuleKind("noi-trinh", SubmissionRoute, "Nơi trình cấp trên", ("kind", "to"), True),
        RuleKind(
            "he-so", Multiplier, "Hệ số tiền thưởng",
            ("award", "subject", "value", "is_max"), needs_award=True,
        ),
        RuleKind("bo-phieu", CouncilRule, "Bỏ phiếu của Hội đồng", (
            "award", "threshold", "operator", "denominator", "ballot", "quorum_parts",
            "quorum_of", "written_opinions", "chair_agrees",
        )),
        RuleKind("ho-so", DossierRequirement, "Giấy tờ trong hồ sơ", (
            "award", "paper", "name", "mandatory", "merit", "subject", "copies",
            "form_number", "position",
        )),
        RuleKind("dieu-kien", EligibilityRule, "Điều kiện khen thưởng", (
            "award", "kind", "subject", "of_award", "count", "months", "share",
            "consecutive", "only_service", "severity", "read_on",
        )),
        RuleKind("thoi-han", TimeLimit, "Thời hạn", (
            "award", "step", "days", "day_kind", "merit",
        )),
        RuleKind(
            "hien-vat", Keepsake, "Hiện vật kèm theo",
            ("award", "certificate", "frame", "badge"), needs_award=True,
        ),
        RuleKind(
            "luong-co-so", BaseSalary, "Mức lương cơ sở", ("amount",), is_common=True
        ),
        RuleKind(
            "he-so-doi-tuong", SubjectFactor, "Tập thể, hộ gia đình so với cá nhân",
            ("family", "subject", "value"),
        ),
        RuleKind("lam-tron", RoundingRule, "Cách làm tròn", ("round_to", "once")),
        RuleKind("cong-khai", PublicityRule, "Công khai", (
            "days_before", "days_after", "masks_names", "masks_post", "child_age",
        )),
    )
}  # fmt: skip


def kind_of(rule: LawRow) -> RuleKind:
    return next(kind for kind in KINDS.values() if kind.model is type(rule))


def same_thing(rule: LawRow):
    """Rows about the same thing, of the same authority, this one among them."""
    model = type(rule)
    keys: dict[str, Any] = {name: getattr(rule, name) for name in rule.KEY}
    if isinstance(rule, DossierRequirement) and rule.said:
        keys["name"] = rule.said
    if isinstance(rule, Ruling):
        keys["authority"] = rule.authority
    return model._default_manager.filter(**keys)
