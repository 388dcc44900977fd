"""Nhập thành tích đã có, phần của khen thưởng: words of its cells, what was built on its rows."""

from collections.abc import Collection, Mapping

from awards.models import AwardName, Honour, Merit, Proposal
from awards.models.proposals import Status
from units import fence
from units.models import Honouree
from units.sheet_sorts import Words
from units.sheets import vocabulary_of
from units.wording import vn_date

# It reads what there is now, whenever it was sent.
_BEING_WEIGHED = (
    Status.SENT,
    Status.APPRAISING,
    Status.RETURNED,
    Status.READY,
    Status.PASSED,
)


def words() -> Words:
    kinds, merits = vocabulary_of(Honouree.Kind), vocabulary_of(Merit)
    names = AwardName.objects.order_by("award__position", "valid_from")
    return {
        "honouree_kinds": [kinds.word_for(value) for value in Honouree.Kind.values],
        "merits": [merits.word_for(value) for value in Merit.values],
        "awards": list(dict.fromkeys(names.values_list("name", flat=True))),
        "yes": ["Có"],
    }


def weighed(ids: Collection[int]) -> Mapping[int, str]:
    """Dòng đã được xét: honours of subjects for whom a dossier went out since they were written.

    What was weighed is not kept line by line: whoever weighs reads all that the subject has.
    """
    honours = Honour.objects.filter(pk__in=ids).select_related("source")
    rows = {one.pk: one for one in honours}
    people = {one.honouree_id for one in rows.values()} - {None}
    units = {one.collective_id for one in rows.values()} - {None}
    with fence.lowered():
        sent = Proposal.objects.weighed_of(people, units)
        last = {_of(one): one for one in sent.order_by("sent_at")}
    found = {}
    for pk, honour in rows.items():
        one = last.get(_of(honour))
        since = (honour.source and honour.source.done_at) or honour.recorded_at
        if one is not None and (one.sent_at >= since or one.status in _BEING_WEIGHED):
            found[pk] = (
                f"hồ sơ đề nghị gửi ngày {vn_date(one.sent_at)} được xét theo thành tích này"
            )
    return found


def _of(row) -> tuple:
    """As the eligibility checks know a subject."""
    if row.collective_id is not None:
        return ("unit", row.collective_id)
    return ("honouree", row.honouree_id)
