"""Kết luận hiển thị: a report in the words and signs of a page."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from reports.reading_text import flowing
from reports.verdicts import Conclusion, marks_of
from reports.verifying.report import Verdict as V
from tests.factories import DocumentFactory
from tests.paper_files import SEALED_AT, SIGNED_AT, agency, person, report_on


def conclude(verdict=V.VALID, **changes) -> Conclusion:
    return Conclusion(report_on(b"x", verdict, **changes))


def checks(conclusion):
    return [(check.kind, check.title, check.sentence) for check in conclusion.checks]


def test_a_good_paper():
    one = conclude(archived_until=datetime(2030, 5, 1, tzinfo=UTC))

    assert (one.kind, one.public_kind, one.title) == ("ok", "ok", "Chữ ký số hợp lệ")
    assert (one.is_valid, one.is_bad, one.after, one.advice) == (True, False, "", "")
    assert one.details == [
        ("Chuẩn", "PAdES B-LTA"),
        ("Đơn vị cấp", "CA thử nghiệm"),
        ("Chứng minh được đến", "01/05/2030"),
    ]
    assert checks(one) == [
        ("ok", "Chữ ký số của người ký", "Đỗ Minh Khang · 16:42, 30/06/2026"),
        (
            "ok",
            "Chữ ký số của cơ quan",
            "Ủy ban nhân dân phường Mẫu · 16:58, 30/06/2026",
        ),
        ("ok", "Chứng thư số", "Do CA thử nghiệm cấp, còn hiệu lực khi ký"),
        ("ok", "Nội dung nguyên vẹn", "Không bị thay đổi từ khi ký"),
    ]


def test_an_altered_one():
    broken = person(is_intact=False, problem="Nội dung không còn như lúc ký.")
    one = conclude(V.ALTERED, signers=(broken, agency()))

    assert (one.kind, one.public_kind, one.is_bad) == ("bad", "bad", True)
    assert checks(one)[0] == (
        "bad",
        "Chữ ký số của người ký",
        "Nội dung không còn như lúc ký.",
    )
    assert checks(one)[3] == ("bad", "Nội dung nguyên vẹn", "Đã bị thay đổi sau khi ký")
    assert [mark.sign for mark in one.marks] == ["none", "seal"]
    assert "Không dùng tệp này." in one.advice


def test_an_untrusted_one():
    unknown = person(is_trusted=False, problem="Chứng thư số do “X” cấp.", issuer="X")
    one = conclude(V.UNTRUSTED, signers=(unknown,))

    assert (one.kind, one.is_untrusted) == ("bad", True)
    assert checks(one) == [
        ("warn", "Chữ ký số của người ký", "Chứng thư số do “X” cấp."),
        ("warn", "Chữ ký số của cơ quan", "Không có trên tệp"),
        ("warn", "Chứng thư số", "Chứng thư số do “X” cấp."),
        ("ok", "Nội dung nguyên vẹn", "Không bị thay đổi từ khi ký"),
    ]


def test_only_the_leader():
    one = conclude(
        V.UNSIGNED, signers=(person(),), messages=("Chưa có chữ ký cơ quan.",)
    )

    assert (one.kind, one.public_kind, one.title) == (
        "info",
        "warn",
        "Lãnh đạo đã ký số",
    )
    assert one.sentence == "Chưa có chữ ký cơ quan."
    assert one.inner_sentence.endswith("Chờ văn thư cấp số, đóng dấu.")


@pytest.mark.parametrize(
    "changes",
    [
        {"signers": ()},
        {"signers": (agency(),)},
        {"signers": (person(is_intact=False),)},
        {"signers": (person(is_trusted=False),)},
    ],
)
def test_unsigned_is_not_signed_by_the_leader(changes):
    one = conclude(V.UNSIGNED, **changes)

    assert (one.is_only_person, one.kind) == (False, "warn")


def test_revoked_later_is_told_only_of_good_signatures():
    late = person(revoked_at=datetime(2026, 9, 1, tzinfo=UTC))
    bad = replace(late, is_trusted=False, problem="Đã thu hồi.")

    assert conclude(signers=(late, agency())).kind == "info"
    assert "01/09/2026" in conclude(signers=(late, agency())).after
    assert conclude(V.REVOKED, signers=(bad, agency())).after == ""


@pytest.mark.parametrize("verdict", [v for v in V if v != V.VALID])
def test_nothing_but_valid_is_ever_green(verdict):
    one = conclude(verdict)

    assert one.kind != "ok"
    assert one.public_kind in ("warn", "bad")
    assert one.advice


@pytest.mark.django_db
def test_marks_before_there_is_a_verdict():
    document = DocumentFactory(issued=True, signed_at=SIGNED_AT, sealed_at=SEALED_AT)

    marks = marks_of(document, None)

    assert [(m.sign, m.name, m.signed_at, m.says) for m in marks] == [
        ("pen", document.signer_name, SIGNED_AT, ""),
        ("seal", document.issuer.name, SEALED_AT, ""),
    ]
    assert marks_of(DocumentFactory(), None) == []
    assert marks_of(None, None) == []


def test_a_mark_says_what_is_known():
    plain = person(is_time_proven=False)
    wrong = person(problem="Chữ ký không xác minh được.", is_intact=False)

    marks = conclude(signers=(plain, wrong)).marks

    assert [mark.says for mark in marks] == [
        "chứng thư còn hiệu lực khi ký",
        "Chữ ký không xác minh được · có dấu thời gian",
    ]


# ---- bản chữ ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "paragraphs"),
    [
        (
            "KẾ HOẠCH\nPhát động đợt thi đua lập thành tích\nchào mừng ngày lễ",
            ["KẾ HOẠCH", "Phát động đợt thi đua lập thành tích chào mừng ngày lễ"],
        ),
        ("- Một;\n- Hai.\n+ Ba", ["- Một;", "- Hai.", "+ Ba"]),
        (
            "Các đơn vị trên địa bàn phối hợp chặt chẽ với Ủy ban nhân dân\n"
            "Phường Mẫu để thực hiện.",
            [
                "Các đơn vị trên địa bàn phối hợp chặt chẽ với Ủy ban nhân dân Phường Mẫu "
                "để thực hiện."
            ],
        ),
        ("Nơi nhận:\nthường trực Đảng ủy;", ["Nơi nhận:", "thường trực Đảng ủy;"]),
        ("2\nTiếp theo", ["2", "Tiếp theo"]),
        ("  \n\n", []),
        ("dòng một\n\ndòng hai", ["dòng một", "dòng hai"]),
    ],
)
def test_printed_lines_become_paragraphs(page, paragraphs):
    assert flowing(page) == paragraphs


def test_no_word_is_lost():
    page = "A b c\nd e.\n- f\n  g  h\nI J"

    assert " ".join(flowing(page)).split() == page.split()
