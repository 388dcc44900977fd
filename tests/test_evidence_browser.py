"""Gửi minh chứng trong trình duyệt: shrunk there, one by one, and not lost with the line."""

import re

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from campaigns import evidence_store
from campaigns.models import Evidence
from tests.accessibility import faults_of
from tests.evidence_files import PLACE, opened, pdf, photo
from tests.evidence_scene import report_under, somebody
from tests.factories import PASSWORD, AllocationFactory, EvidenceFactory, ward

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
