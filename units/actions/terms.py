"""Thời hạn: set anew from a day on; what was in force until then stays as it was."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from units.errors import Refused
from units.models import Term, User
from units.workflow import add, amend


@transaction.atomic
def set_term(
    code: str, value: int, *, by: User | None, valid_from: date, basis: str = ""
) -> Term:
    """Định thời hạn from a day that is not past; by whoever runs the installation (a command)."""
    if valid_from < localdate():
        raise Refused("Thời hạn mới có hiệu lực từ hôm nay hoặc một ngày tới.")
    terms = Term.objects.select_for_update().filter(code=code)
    if terms.filter(valid_from__gte=valid_from).exists():
        raise Refused("Đã có thời hạn bắt đầu từ ngày đó hoặc sau đó.")
    for old in terms.filter(valid_to=None):
        amend(old, by=by, valid_to=valid_from - timedelta(days=1))
    term = Term(code=code, value=value, valid_from=valid_from, basis=basis)
    add(term, by=by)
    return term
