"""Xem với vai và tệp mang đi: whoever looks on as another takes no file of people's data away."""

import pytest
from django.urls import reverse

from tests.matrix.addresses import ADDRESSES
from tests.matrix.scene import Scene, draw_preview, examine, quiet_workers
from tests.matrix.walking import Knock
from units import presence, support
from units.models import Term

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
# Files that stay open to who looks on, each with its reason; any other is closed.
OPEN = {
    "campaigns:indicator-export": "figures of units, as the page shows them; no person's",
    "reports:document-file": "a paper of office; who took it, and seen as whom, is logged",
    "reports:annex-file": "a part of such a paper; logged likewise",
    "reports:verify-annex": "a part of an issued paper, for everybody",
    "reports:copy-annex": "an annex of such a copy; logged likewise",
    "awards:session-calendar": "when and where the council sits; it tells of nobody",
    "reports:pact-file": "a paper of office, as those of plans; logged likewise",
    "reports:diploma-file": "a paper of office, handed over in public; logged likewise",
    "reports:verify-diploma-file": "the same, for who has its code in hand",
    "reports:stock-calibration": "a ruler over a sheet; it tells of nobody",
    "reports:copy-file": "a certified copy of such a paper; logged likewise",
    "reports:document-word": "the same paper for Word; logged likewise",
    "reports:plan-word": "the draft that the page shows; who took it is logged",
    "reports:anchor-file": "the seal of the book; it tells of nobody",
    "reports:verify-file": "an issued paper, for everybody",
    "sheet-template": "an empty form",
}
HOW = """
Địa chỉ trả về một tệp để mang đi: có dữ liệu của người thì thêm tên vào units.support.CLOSED;
không thì ghi vào OPEN ở đây, kèm lý do.
"""


@pytest.fixture
def scene(db, monkeypatch, tmp_path):
    draw_preview(tmp_path)
    quiet_workers(monkeypatch, tmp_path)
    place = Scene().fill()
    examine(place.issued, monkeypatch)
    presence.end()
    return place


def test_every_file_of_peoples_data_is_closed(scene):
    files = {}
    for address in ADDRESSES:
        for visitor in scene.visitors.values():
            if Knock().ought(address, visitor) != 200:
                continue
            url = address.url(scene)
            answer = Knock().on(url, visitor, {})
            if answer.get("Content-Disposition", "").startswith("attachment"):
                files[address.name] = url
            break

    assert {
        "export-file", "honouree-file", "sheet-current", "sheet-result",
        "reports:register-file",
    } <= files.keys()  # fmt: skip
    assert sorted(files.keys() - support.CLOSED - OPEN.keys()) == [], HOW
    assert sorted(OPEN.keys() - files.keys()) == []

    Term.objects.update_or_create(
        code="support", defaults={"value": 60, "valid_from": "2025-01-01"}
    )
    above = scene.visitors["province administrator"]
    looking = above.client
    asked = reverse("support-person", args=[scene.ward.administrator.pk])
    looking.post(asked, {"reason": "Báo không thấy tệp của mình"})
    assert support.KEY in looking.session
    for name in files.keys() & support.CLOSED:
        answer = looking.get(files[name])
        assert (name, answer.status_code) == (name, 403)
        assert "Content-Disposition" not in answer
