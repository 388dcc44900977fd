"""Hàng rào thứ hai và kết nối dùng chung: what one visitor was shown stays with that visit."""

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from tests.matrix.scene import Scene
from tests.worker import database_url

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_a_connection_that_comes_back_tells_nothing():
    """As a pool gives it out: after the transaction, after RESET, and after an error."""
    place = Scene().fill()
    count = "SELECT count(*) FROM campaigns_plan"
    with psycopg.connect(database_url(connection.settings_dict)) as session:
        fenced = f"SELECT set_config('role', '{settings.FENCED_ROLE}', true)"
        session.execute(fenced)
        session.execute("SELECT units_admit(%s, current_date)", [place.ward.officer.pk])
        assert session.execute(count).fetchone()[0] > 0
        session.commit()
        session.execute(fenced)
        assert session.execute(count).fetchone() == (0,)
        session.rollback()
        session.execute("RESET ALL")
        session.execute(fenced)
        assert session.execute(count).fetchone() == (0,)
        session.rollback()
