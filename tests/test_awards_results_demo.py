"""Kết quả xét trình diễn: the account of a unit finds what the council said among its work."""

import pytest

from awards import actions, result_inbox
from awards.models import ResultNotice
from reports.demo import councils, decided, settling
from reports.demo.provinces import NGUYEN_TRAI
from units.models import Unit, User

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_the_unit_of_a_visitor_is_told(settings, tmp_path):
    settings.DEMO = True
    settings.VAR_DIR = tmp_path
    settings.PKI_DIR = tmp_path / "pki"
    settling.settle()
    councils.sit()
    session = decided._held(Unit.objects.get(code=NGUYEN_TRAI))
    actions.close_session(session.pk, by=User.objects.get(username="thuky"))

    assert ResultNotice.objects.count() == 4
    [item] = result_inbox.items(User.objects.get(username="donvi"))
    assert item.act == "Xem kết quả"
    [line] = ResultNotice.objects.get(unit__code=f"{NGUYEN_TRAI}.TDP5").lines.all()
    assert (line.outcome, line.words) == ("rejected", decided._WHY_NOT)
