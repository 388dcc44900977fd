"""Chữ sửa thì số liệu theo: what notes quote of a line keeps to its words."""

import pytest

from campaigns import actions, revising
from campaigns.actions import LineEdit
from campaigns.content import Line, PlanContent, TargetNote
from campaigns.fingerprint import fingerprint
from campaigns.following import followed, replacements
from campaigns.models import Target
from campaigns.outline import LineKind
from campaigns.reading import Reading, Suspicion
from tests.factories import ward
from units.models import AuditEntry

SAID = "Phần đầu 95% hộ gia đình đăng ký, phần đầu tháng 6 sơ kết."
RIGHT = "Phấn đấu 95% hộ gia đình đăng ký, phần đầu tháng 6 sơ kết."


@pytest.mark.parametrize(
    ("old", "new", "quoted", "then"),
    [
        (SAID, RIGHT, "Phần đầu 95% hộ gia đình", "Phấn đấu 95% hộ gia đình"),
        (SAID, RIGHT, "phần đầu tháng 6 sơ kết", "phần đầu tháng 6 sơ kết"),
        (
            "Tỷ lệ hộ nghèo giãm",
            "Tỷ lệ hộ nghèo giảm",
            "hộ nghèo giãm",
            "hộ nghèo giảm",
        ),
        ("Tỷ lệ hộ nghèo giãm", "Tỷ lệ hộ nghèo giảm", "giãm", "giãm"),  # which one?
        (
            "Đạt 95% số hộ",
            "Đạt 90% số hộ",
            "95% số hộ",
            "95% số hộ",
        ),  # told as a mismatch
        ("Thu gom rác", "Thu gom rác tại nguồn", "Thu gom rác", "Thu gom rác"),
        ("A (b) c", "A (d) c", "A (b)", "A (d)"),
    ],
)
def test_the_words_that_were_put_right_follow(old, new, quoted, then):
    assert followed(quoted, replacements(old, new)) == then


def reading():
    content = PlanContent(
        lines=(Line(kind=LineKind.DASH, text=SAID), Line(kind=LineKind.DASH, text=SAID)),
        targets=tuple(
            TargetNote(line=line, name="Phần đầu 95% hộ gia đình đăng ký", value=95, unit="%")
            for line in (0, 1)
        ),
    )  # fmt: skip
    doubt = Suspicion(line=0, found="Phần đầu", suggestion="Phấn đấu", why="")
    return Reading(content=content, sure={}, suspicions=[doubt], remarks=[])


def test_a_guess_that_is_accepted_puts_the_target_right_too():
    revision = revising.begin(reading())

    after = revising.accept(revision, revision.doubts[0])

    assert [line.text for line in after.content.lines] == [RIGHT, SAID]
    assert [target.name for target in after.content.targets] == [
        "Phấn đấu 95% hộ gia đình đăng ký", "Phần đầu 95% hộ gia đình đăng ký",
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_line_that_is_put_right_in_the_editor_puts_the_target_right_too():
    place = ward()
    plan = place.draft(reading().content)
    line = plan.lines.first()
    edit = LineEdit(
        pk=line.pk, kind=line.kind, text=RIGHT, seen=fingerprint(line), marker=line.marker,
        is_title=line.is_title,
    )  # fmt: skip

    actions.save_lines(plan.pk, by=place.officer, edits=[edit])

    names = Target.objects.of_plan(plan).values_list("name", flat=True)
    assert list(names) == [
        "Phấn đấu 95% hộ gia đình đăng ký", "Phần đầu 95% hộ gia đình đăng ký",
    ]  # fmt: skip
    told = AuditEntry.objects.filter(action="target.amended").last()
    assert told.detail["after"] == {"name": names[0]}
