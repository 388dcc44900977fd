"""Kết luận hiển thị: a verification report in the words and signs of a page."""

from dataclasses import dataclass
from datetime import datetime

from reports.models import Document
from reports.verifying.report import Report, SignerReport
from reports.verifying.report import Verdict as V
from units.wording import vn_date, vn_datetime

ICONS = {
    "ok": "shield-check",
    "info": "shield-check",
    "warn": "shield-slash",
    "bad": "shield-x",
}
CHECK_ICONS = {
    "ok": "check-circle-fill",
    "warn": "exclamation-circle-fill",
    "bad": "x-circle-fill",
}
ADVICE = {
    V.NOT_PDF: "Tải lại tệp từ nơi gửi rồi kiểm tra lại. Tệp Word, ảnh chụp, bản quét không có "
    "chữ ký số: nhập mã in trên văn bản để xem bản gốc.",
    V.ENCRYPTED: "Xin nơi gửi bản không đặt mật khẩu; lưu lại thành tệp khác sẽ làm mất chữ ký số.",
    V.UNSIGNED: "Chưa dùng tệp này làm văn bản đã ban hành. Nhập mã in trên văn bản, hoặc hỏi "
    "văn thư của cơ quan ghi trên đó.",
    V.ALTERED: "Không dùng tệp này. Lấy bản gốc ở trang xác thực của cơ quan ban hành, và báo văn "
    "thư của cơ quan đó.",
    V.APPENDED: "Không dùng tệp này. Lấy bản gốc ở trang xác thực của cơ quan ban hành, và báo văn "
    "thư của cơ quan đó.",
    V.REVOKED: "Coi như văn bản chưa được ký. Đối chiếu với văn thư của cơ quan ghi trên văn bản.",
    V.UNTRUSTED: "Coi như chưa biết ai ký. Đối chiếu với văn thư của cơ quan ghi trên văn bản.",
}  # fmt: skip
# The gravest: somebody may have done this on purpose.
_BAD = {V.ALTERED, V.APPENDED, V.REVOKED, V.UNTRUSTED}


@dataclass(frozen=True)
class Check:
    """Một phép kiểm tra: kind ok, warn or bad."""

    kind: str
    title: str
    sentence: str

    @property
    def icon(self) -> str:
        return CHECK_ICONS[self.kind]


@dataclass(frozen=True)
class Mark:
    """Một chữ ký as the page draws it: sign pen, seal or none."""

    sign: str
    icon: str
    name: str
    capacity: str
    signed_at: datetime | None
    says: str


@dataclass(frozen=True)
class Conclusion:
    """Kết luận of one report. ``is_of_machine``: of a record that no person is to sign;
    ``is_of_members``: of a paper that persons alone sign, each for its member.
    """

    report: Report
    is_of_machine: bool = False
    is_of_members: bool = False

    @property
    def checked_at(self) -> datetime:
        return self.report.checked_at

    @property
    def is_valid(self) -> bool:
        return self.report.is_valid

    @property
    def is_only_person(self) -> bool:
        """The leader has signed and all is well with it; the agency has not yet."""
        return (
            self.report.verdict == V.UNSIGNED
            and bool(self.report.signers)
            and not self.is_of_members
            and all(not s.is_agency and _is_good(s) for s in self.report.signers)
        )

    @property
    def is_untrusted(self) -> bool:
        """Nothing was changed, but who signed is not certain (or cannot be asked now)."""
        return self.report.verdict == V.UNTRUSTED

    @property
    def is_bad(self) -> bool:
        return self.report.verdict in _BAD

    @property
    def kind(self) -> str:
        if self.is_valid:
            return "info" if self.after else "ok"
        if self.is_only_person:
            return "info"
        return "bad" if self.is_bad else "warn"

    @property
    def public_kind(self) -> str:
        return {"info": "warn"}.get(self.kind, self.kind) if not self.is_valid else "ok"

    @property
    def icon(self) -> str:
        return ICONS[self.kind]

    @property
    def title(self) -> str:
        return "Lãnh đạo đã ký số" if self.is_only_person else self.report.headline

    @property
    def sentence(self) -> str:
        return " ".join(self.report.messages)

    @property
    def inner_sentence(self) -> str:
        """For the people of the issuing authority, who know what is still to come."""
        if self.is_only_person:
            return "Nội dung không thay đổi từ khi ký. Chờ văn thư cấp số, đóng dấu."
        return self.sentence

    @property
    def advice(self) -> str:
        return ADVICE.get(self.report.verdict, "")

    @property
    def after(self) -> str:
        """A certificate was revoked after the signature, which stays good."""
        late = [s for s in self.report.signers if s.revoked_at and _is_good(s)]
        if not (self.is_valid and late):
            return ""
        one = late[0]
        return (
            f"Chứng thư số của {one.name} bị thu hồi ngày {vn_date(one.revoked_at)}, sau khi ký. "
            "Văn bản ký trước ngày đó vẫn có giá trị."
        )

    @property
    def number(self) -> str:
        return self.report.number

    @property
    def marks(self) -> list[Mark]:
        return [_mark(signer) for signer in self.report.signers]

    @property
    def details(self) -> list[tuple[str, str]]:
        """Chi tiết kỹ thuật: (name, value)."""
        signers = self.report.signers
        found = [
            ("Chuẩn", ", ".join(dict.fromkeys(f"PAdES {s.level}" for s in signers))),
            ("Đơn vị cấp", ", ".join(dict.fromkeys(s.issuer for s in signers))),
        ]
        if self.report.archived_until:
            found.append(("Chứng minh được đến", vn_date(self.report.archived_until)))
        return [(name, value) for name, value in found if value]

    @property
    def checks(self) -> list[Check]:
        """What was looked at, in the order in which a reader asks."""
        signers = self.report.signers
        if not signers:
            return []
        persons = [s for s in signers if not s.is_agency]
        agencies = [s for s in signers if s.is_agency]
        found = [_certificate_check(signers)]
        if agencies or not self.is_of_members:
            found.insert(0, _signature_check("Chữ ký số của cơ quan", agencies))
        if persons or not self.is_of_machine:
            found.insert(0, _signature_check("Chữ ký số của người ký", persons))
        whole = self.report.is_unaltered
        found.append(
            Check(
                "ok" if whole else "bad",
                "Nội dung nguyên vẹn",
                "Không bị thay đổi từ khi ký" if whole else "Đã bị thay đổi sau khi ký",
            )
        )
        return found


def marks_of(document: Document | None, conclusion: Conclusion | None) -> list[Mark]:
    """The signatures of a paper: as verified, or as recorded while there is no verdict."""
    if conclusion is not None and conclusion.marks:
        return conclusion.marks
    if document is None or document.signed_at is None:
        return []
    marks = [
        Mark(
            "pen",
            "pen",
            document.signer_name,
            document.signer_title,
            document.signed_at,
            "",
        )
    ]
    if document.sealed_at:
        marks.append(
            Mark(
                "seal",
                "star-fill",
                document.issuer.name,
                _AGENCY,
                document.sealed_at,
                "",
            )
        )
    return marks


_AGENCY = "Chữ ký số của cơ quan (con dấu)"


def _mark(signer: SignerReport) -> Mark:
    says = [signer.problem.rstrip(".")] if signer.problem else []
    if not says and signer.is_trusted:
        says.append("chứng thư còn hiệu lực khi ký")
    if signer.is_time_proven:
        says.append("có dấu thời gian")
    capacity = _AGENCY if signer.is_agency else signer.capacity or signer.post
    good = _is_good(signer)
    sign = ("seal" if signer.is_agency else "pen") if good else "none"
    icon = ("star-fill" if signer.is_agency else "pen") if good else "x-lg"
    return Mark(sign, icon, signer.name, capacity, signer.signed_at, " · ".join(says))


def _signature_check(title, signers):
    if not signers:
        return Check("warn", title, "Không có trên tệp")
    wrong = next((s for s in signers if not _is_good(s)), None)
    if wrong:
        kind = "bad" if not wrong.is_intact else "warn"
        return Check(kind, title, wrong.problem or "Không xác minh được")
    facts = [f"{s.name} · {vn_datetime(s.signed_at)}" for s in signers]
    return Check("ok", title, "; ".join(facts))


def _certificate_check(signers):
    issuers = ", ".join(dict.fromkeys(s.issuer for s in signers))
    if all(s.is_trusted for s in signers):
        return Check("ok", "Chứng thư số", f"Do {issuers} cấp, còn hiệu lực khi ký")
    problem = next((s.problem for s in signers if not s.is_trusted and s.problem), "")
    return Check("warn", "Chứng thư số", problem or f"Do {issuers} cấp, chưa tin được")


def _is_good(signer):
    return signer.is_intact and signer.is_trusted and not signer.problem
