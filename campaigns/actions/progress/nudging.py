"""Đôn đốc: tell the people of units what they still owe, once a day, and keep who was told."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.timezone import localdate

from campaigns import nudging, permissions, tasks
from campaigns.models import Campaign, Nudge, NudgeLetter
from units.errors import Refused
from units.models import User
from units.permissions import require
from units.workflow import add, add_all


@transaction.atomic
def nudge_units(
    campaign_id: int, *, by: User, participation_ids: Sequence[int], note: str = ""
) -> list[Nudge]:
    """Đôn đốc đăng ký: of the units named those that still owe and were not told today.

    Each is told its own, on the site and by letter; the row of the campaign is the lock.
    """
    campaigns = Campaign.objects.select_related("host").select_for_update(
        of=["self"], no_key=True
    )
    campaign = campaigns.get(pk=campaign_id)
    require(permissions.can_nudge(by, campaign))
    today = localdate()
    wanted = set(participation_ids)
    owed = [
        one
        for one in nudging.to_nudge(campaign, today)
        if one.taking.participation.pk in wanted and not one.is_told_today
    ]
    if not owed:
        raise Refused(
            "Không còn đơn vị nào trong số này phải đôn đốc: đã gửi đủ, hoặc hôm nay đã đôn "
            "đốc rồi."
        )
    people = nudging.people_of([one.taking.participation.unit_id for one in owed])
    sent = []
    for one in owed:
        taking = one.taking.participation
        nudge = Nudge(
            participation=taking, campaign=campaign, unit=taking.unit,
            about=Nudge.About.REGISTRATION, text=nudging.words(one, note.strip()),
            sent_by=by, sent_on=today,
        )  # fmt: skip
        add(nudge, by=by)
        sent.append(nudge)
        letters = [
            NudgeLetter(nudge=nudge, user=person, address=person.email)
            for person in people.get(taking.unit_id, [])
        ]
        if letters:
            add_all(letters, by=by)
            for letter in letters:
                if letter.address:
                    tasks.send_nudge.delay_on_commit(letter.pk)
    return sent
