"""Đề nghị trình diễn: one in every state, made once."""

from collections import Counter

import pytest

from awards.models import DossierPaper, OpinionRequest, PeerReview, Proposal
from reports.demo import proposals, settling
from tests.factories.proposals import regime

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_the_ward_has_one_in_every_state_however_often(settings, tmp_path):
    settings.DEMO = True
    settings.VAR_DIR = tmp_path
    settings.PKI_DIR = tmp_path / "pki"
    settings.EVIDENCE_DIR = tmp_path / "evidence"
    regime()
    settling.settle()

    proposals.put_forward()
    proposals.put_forward()

    assert Counter(Proposal.objects.values_list("status", flat=True)) == {
        "draft": 2, "sent": 1, "confirming": 1, "appraising": 1, "returned": 1,
        "ready": 2, "unfit": 1, "withdrawn": 1,
    }  # fmt: skip
    assert PeerReview.objects.count() == OpinionRequest.objects.count() == 1
    assert DossierPaper.objects.filter(paper="petition").count() == 1
