"""Sao y: a number, one signed file, whatever happens on the way; who takes it, who checks it."""

import threading
from contextlib import closing
from datetime import date, timedelta
from io import StringIO
from re import fullmatch

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils.timezone import localdate, now

from campaigns.lineage import InForce
from reports import actions, certifying, issuing, origins, signing, steps, store
from reports.errors import SignerUnavailable
from reports.management.commands.verify_pdf import standing_of
from reports.models import Attempt, Certificate, CertifiedCopy, Document
from reports.verifying import verify
from tests.factories import CertifiedCopyFactory, other_ward, ward
from tests.paper_files import issued_paper, words
from units.errors import Refused
from units.models import Access, AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return ward()


@pytest.fixture
def paper(place, examine):
    document = issued_paper(place, number=5, title="Thi đua mẫu")
    examine(document)
    return document


def certify(paper, place):
    return actions.certify_copy(paper.pk, by=place.clerk)


def page_of(paper):
    return reverse("reports:document", args=[paper.pk])


# ---- the number ---------------------------------------------------------------------------


def test_numbers_of_copies_follow_each_other(place, paper, monkeypatch, examine):
    first = certify(paper, place)
    other = issued_paper(place, number=6)
    second = certify(other, place)
    elsewhere = other_ward()
    third = certify(issued_paper(elsewhere, number=1), elsewhere)

    year = localdate().year
    assert [(one.number, one.year, one.symbol) for one in (first, second, third)] == [
        (1, year, "SY-UBND"), (2, year, "SY-UBND"), (1, year, "SY-UBND"),
    ]  # fmt: skip
    assert str(first) == "Bản sao y số 01/SY-UBND"
    monkeypatch.setattr(actions.certifying, "localdate", lambda: date(year + 1, 1, 2))
    CertifiedCopy.objects.filter(pk=first.pk).update(**signed())
    assert certify(paper, place).number == 1
    told = AuditEntry.objects.filter(action="certifiedcopy.added", subject_id=first.pk)
    assert told.get().actor == place.clerk


def test_of_a_recalled_paper_no_copy_is_certified(place, paper, monkeypatch):
    asked = certify(paper, place)
    monkeypatch.setattr(origins, "in_force", recalled)

    with pytest.raises(
        Refused, match=r"^Văn bản đã bị thu hồi, không sao y được nữa\.$"
    ):
        certify(paper, place)
    certifying.sign(asked.pk)

    copy = CertifiedCopy.objects.get()
    assert (copy.pk, copy.status, copy.problem) == (
        asked.pk, "requested", "Văn bản đã bị thu hồi, không sao y được nữa.",
    )  # fmt: skip


def recalled(plan_id):
    return InForce("bad", "Đã thu hồi", "Đã thu hồi.", (), True, True)


def signed():
    return {"status": "signed", "sha256": "0" * 64, "size": 1, "signed_at": now()}


def test_symbol_of_a_letter():
    part = actions.certifying._agency_part
    assert part(Document(kind="letter", symbol="UBND-VX")) == "UBND"
    assert part(Document(kind="plan", symbol="KH-HĐTĐKT")) == "HĐTĐKT"
    assert part(Document(kind="plan", symbol="KH")) == "KH"


def test_when_and_who_not(place, paper):
    with pytest.raises(Refused, match="Chỉ sao y được văn bản đã ban hành"):
        certify(place.document(signed=True), place)
    for by in (place.leader, place.officer, other_ward().clerk):
        with pytest.raises(PermissionDenied):
            actions.certify_copy(paper.pk, by=by)
    certify(paper, place)
    with pytest.raises(Refused, match="Một bản sao của văn bản này đang được ký"):
        certify(paper, place)
    assert CertifiedCopy.objects.count() == 1
    place.unit.valid_to = localdate() - timedelta(days=1)
    place.unit.save(update_fields=["valid_to"])
    with pytest.raises((Refused, PermissionDenied)):
        certify(paper, place)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_get_two_numbers(place):
    papers = [issued_paper(place, number=number) for number in (1, 2)]
    start = threading.Barrier(2)

    def work(paper):
        start.wait()
        with closing(connection):
            certify(paper, place)

    both = [threading.Thread(target=work, args=[one]) for one in papers]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(CertifiedCopy.objects.values_list("number", flat=True)) == [1, 2]


def test_what_the_database_keeps(place, paper):
    copy = certify(paper, place)
    rows = CertifiedCopy.objects.filter(pk=copy.pk)
    for change, why in (
        ({"number": 9}, "number of a copy stays"),
        ({"sha256": "a"}, "a_signed_copy_has_its_file"),
        ({"status": "signed", "sha256": "a"}, "a_signed_copy_is_whole"),
    ):
        with pytest.raises(IntegrityError, match=why), transaction.atomic():
            rows.update(**change)
    rows.update(**signed())
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        rows.update(problem="a")
    with pytest.raises(IntegrityError, match="stays"), transaction.atomic():
        rows.delete()


# ---- the signature ------------------------------------------------------------------------


@pytest.fixture
def sealed(signing_ward):
    """A paper of an authority that really signs, issued through all its steps."""
    place = signing_ward
    plan = place.checked()
    document = actions.approve_and_sign(plan.pk, by=place.leader)
    issuing.render(document.pk)
    issuing.sign(document.pk)
    actions.issue_document(document.pk, by=place.clerk, day=localdate())
    issuing.seal(document.pk)
    document.refresh_from_db()
    assert document.status == "issued", document.problem
    return document


@pytest.mark.slow
def test_a_copy_is_signed_once_and_the_original_stays(client, signing_ward, sealed):
    place = signing_ward
    original = store.read_stored(sealed.official_file)
    copy = certify(sealed, place)
    assert certifying.owed() == [copy.pk]

    certifying.sign(copy.pk)
    copy.refresh_from_db()
    certifying.sign(copy.pk)  # another message, too late

    assert (copy.status, copy.problem, certifying.owed()) == ("signed", "", [])
    assert copy.signer_name == place.unit.name
    content = store.read_stored(copy)
    assert len(content) == copy.size
    assert store.read_stored(sealed.official_file) == original
    again = CertifiedCopy.objects.get(pk=copy.pk)
    assert (again.sha256, again.signed_at) == (copy.sha256, copy.signed_at)
    told = AuditEntry.objects.filter(
        subject_id=copy.pk, subject="reports.CertifiedCopy"
    )
    assert [entry.action for entry in told.order_by("pk")] == [
        "certifiedcopy.added", "certifiedcopy.signed",
    ]  # fmt: skip
    with pikepdf.open(certifying.store.path_of(copy.sha256)) as pdf:
        [line] = [
            str(one.V) for one in pdf.Root.AcroForm.Fields if str(one.T) == "SaoY"
        ]
    pattern = rf"SAO Y; {place.unit.name}; \d\d/\d\d/\d{{4}}; \d\d:\d\d:\d\d \+07:00"
    assert fullmatch(pattern, line)

    upload = SimpleUploadedFile("sao.pdf", content, "application/pdf")
    answer = words(client.post(reverse("reports:verify-upload"), {"tep": upload}))
    assert "Bản sao hợp lệ" in answer
    assert f"Đây là bản sao y của {sealed} " in answer
    assert "Chữ ký số của người ký Không có trên tệp" not in answer
    assert standing_of(verify(content)) == (True, f"{copy} của {sealed}")
    upload = SimpleUploadedFile("sao.pdf", content + b"\n% a", "application/pdf")
    answer = words(client.post(reverse("reports:verify-upload"), {"tep": upload}))
    assert "Bản sao hợp lệ" not in answer


@pytest.mark.slow
def test_a_worker_that_dies_half_way_leaves_one_copy(signing_ward, sealed, monkeypatch):
    class Killed(BaseException):
        pass

    def die(*given, **more):
        raise Killed

    copy = certify(sealed, signing_ward)
    with monkeypatch.context() as patch:
        patch.setattr(steps, "move", die)  # signed, and not yet recorded
        with pytest.raises(Killed):
            certifying.sign(copy.pk)
    copy.refresh_from_db()
    assert copy.status == "requested"

    certifying.sign(copy.pk)

    copy.refresh_from_db()
    assert copy.status == "signed"
    assert len(store.read_stored(copy)) == copy.size
    kept = certifying.store.path_of(copy.sha256)
    assert list(kept.parent.joinpath("incoming").glob(f"{copy.key}-*.pdf")) == []


@pytest.mark.slow
def test_what_stands_in_the_way_is_told_and_tried_again(
    signing_ward, sealed, monkeypatch
):
    copy = certify(sealed, signing_ward)
    Certificate.objects.filter(unit=signing_ward.unit).update(retired_at=now())
    certifying.sign(copy.pk)
    copy.refresh_from_db()
    assert "chưa đăng ký chứng thư số" in copy.problem
    Certificate.objects.filter(unit=signing_ward.unit).update(retired_at=None)

    def silent(*given, **more):
        raise SignerUnavailable("Dịch vụ dấu thời gian chưa trả lời.")

    with monkeypatch.context() as patch:
        patch.setattr(signing, "seal_copy", silent)
        with pytest.raises(SignerUnavailable):
            certifying.sign(copy.pk)
    copy.refresh_from_db()
    assert copy.problem == (
        "Chưa ký được, hệ thống tự thử lại: Dịch vụ dấu thời gian chưa trả lời."
    )
    certifying.sign(copy.pk)
    copy.refresh_from_db()
    assert (copy.status, copy.problem) == ("signed", "")


def test_work_that_was_given_up_is_taken_up_again(place, paper):
    copy = certify(paper, place)
    Attempt.objects.create(work=f"copy:{copy.pk}", begun=3, code="AB12")
    certifying.sign(copy.pk)
    copy.refresh_from_db()
    assert copy.problem.endswith("Mã để báo quản trị hệ thống: AB12.")
    out = StringIO()
    call_command("resume_work", "AB12", stdout=out)
    assert (
        out.getvalue() == f"copy:{copy.pk}: sẽ ký lại bản sao trong khoảng năm phút.\n"
    )
    assert Attempt.objects.count() == 0


# ---- the pages ----------------------------------------------------------------------------


def stored(paper, content=b"%PDF-1.7 copy", **values):
    copy = CertifiedCopyFactory(document=paper, **values)
    digest = certifying.store.write_aside(copy.key, content)
    certifying.store.settle(copy.key, digest)
    rows = CertifiedCopy.objects.filter(pk=copy.pk)
    rows.update(**signed() | {"sha256": digest, "size": len(content)})
    copy.refresh_from_db()
    return copy


def test_the_clerk_asks_on_the_page_and_takes_the_file(client, place, paper):
    client.force_login(place.clerk)
    answer = client.post(reverse("reports:copy-certify", args=[paper.pk]), follow=True)
    text = words(answer)
    assert "Bản sao y số 01/SY-UBND đang được ký." in text
    assert "01/SY-UBND Đang ký" in text
    again = client.post(reverse("reports:copy-certify", args=[paper.pk]), follow=True)
    assert "Một bản sao của văn bản này đang được ký." in words(again)

    CertifiedCopy.objects.update(problem="Token chưa cắm.")
    assert "01/SY-UBND Chưa ký được Token chưa cắm." in words(
        client.get(page_of(paper))
    )
    copy = CertifiedCopy.objects.get()
    file = reverse("reports:copy-file", args=[copy.pk])
    assert client.get(file).status_code == 404
    CertifiedCopy.objects.update(**signed() | {"problem": ""})
    other = stored(paper, number=2)
    answer = client.get(reverse("reports:copy-file", args=[other.pk]))
    assert answer.content == b"%PDF-1.7 copy"
    assert f"SY-02-{other.year}-{other.pk}.pdf" in answer["Content-Disposition"]
    assert list(Access.objects.values_list("what", "about")) == [
        ("downloaded", f"{paper}: Bản sao y số 02/SY-UBND")
    ]
    client.force_login(place.officer)
    text = words(client.get(page_of(paper)))
    assert "02/SY-UBND Tải" in text
    assert "Sao y Sổ bản sao" not in text


def test_of_a_recalled_paper_the_page_offers_no_copy_and_its_copies_say_so(
    client, place, paper, monkeypatch
):
    client.force_login(place.clerk)
    ask = reverse("reports:copy-certify", args=[paper.pk])
    assert ask in client.get(page_of(paper)).text
    content = b"%PDF-1.7 copy"
    stored(paper, content)
    monkeypatch.setattr(origins, "in_force", recalled)

    assert ask not in client.get(page_of(paper)).text
    upload = SimpleUploadedFile("sao.pdf", content, "application/pdf")
    answer = words(client.post(reverse("reports:verify-upload"), {"tep": upload}))
    assert "Đã thu hồi." in answer


def test_a_damaged_copy_is_not_given(client, place, paper):
    copy = stored(paper)
    certifying.store.path_of(copy.sha256).write_bytes(b"%PDF-1.7 another")
    client.force_login(place.officer)
    assert client.get(reverse("reports:copy-file", args=[copy.pk])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_book_of_copies(client, place, paper, django_assert_num_queries, count):
    for number in range(1, count + 1):
        stored(paper, number=number, requested_by=place.clerk)
    CertifiedCopyFactory(document=issued_paper(other_ward(), number=9, title="Khác"))
    client.force_login(place.officer)
    # user, roles; count, rows; shell: memberships
    with django_assert_num_queries(5):
        answer = client.get(reverse("reports:copy-list"))
    text = words(answer)
    assert (
        f"{count:02d}/SY-UBND {place.unit}, {localdate().year} {paper} Thi đua mẫu"
        in text
    )
    assert "Khác" not in text
