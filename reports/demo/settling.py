"""Lập cơ quan, người, sổ, chứng thư trình diễn: through the acts, and only what is missing."""

import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.utils.timezone import localdate

from reports import actions, pki, signing
from reports.demo import acclaimed, clusters, ha_linh, honourees
from reports.demo.offices import TWO_LEVELS_BEGIN, Office, Person
from reports.demo.provinces import CARETAKER, NGUYEN_TRAI, PROVINCES
from reports.demo.showcase import NUMBERS_ON_PAPER
from reports.models import Certificate, NumberSeries
from units import actions as unit_actions
from units.models import FactorRule, Membership, Unit, User

_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # no 0/o, 1/i/l: it is typed from a screen


def password() -> tuple[str, bool]:
    """The one password of all demonstration accounts here, and whether it is new.

    Drawn once for an installation and kept in ``var/demo_password`` (its owner's alone).
    """
    file = password_file()
    if file.exists():
        return file.read_text().strip(), False
    drawn = "-".join(
        "".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4)
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as written:
        written.write(drawn)
    return drawn, True


def password_file() -> Path:
    return settings.VAR_DIR / "demo_password"


def settle() -> None:
    """Every unit, account, role, person to honour, series and certificate there is to show."""
    word, is_new = password()
    pki.initialise(settings.PKI_DIR)
    for top, username, full_name in PROVINCES:
        administrator = _top(top, username, full_name, word)
        _office(top, None, administrator, word)
        _seals(top, administrator)
        _steps(top, administrator)
        if top.code == ha_linh.CODE:
            _reformed(administrator, word)
        # What all trees share is kept by who administers every one of them.
        _person(CARETAKER, Unit.objects.get(code=top.code), administrator, word)
    clusters.settle()
    acclaimed.settle()
    honourees.settle()
    if is_new:
        _renew_passwords(word)


def _reformed(administrator: User, word: str) -> None:
    """The province that has the reform behind it: the acts, then who works there since."""
    ha_linh.reform(administrator)
    top = Unit.objects.get(code=ha_linh.CODE)
    for office in ha_linh.after():
        _office(office, top, administrator, word)
    # One commune of it can issue; seals for all would make the demonstration wait. The leaders
    # of the others sign the pact of their cluster.
    merged, *others = ha_linh.after()
    _seals(merged, administrator)
    for office in others:
        _signers(office, administrator)


def _top(office: Office, username: str, full_name: str, word: str) -> User:
    user = User.objects.filter(username=username).first()
    if user is None:
        _, user = unit_actions.establish(
            kind_code=office.kind[0],
            kind_name=office.kind[1],
            username=username,
            full_name=full_name,
            password=word,
            is_demonstration=True,
            **_facts(office),
        )
    return user


def _steps(top: Office, administrator: User) -> None:
    """Xác thực hai bước: not asked of those who look around, but of the ward's council.

    One password opens every account here, so that each is tried in a minute; what a rule
    does is seen with the council's accounts.
    """
    tops = Unit.objects.get(code=top.code)
    if not FactorRule.objects.on().of_unit(tops).filter(is_required=False).exists():
        unit_actions.set_factor_rule(
            tops.pk,
            by=administrator,
            is_required=False,
            grace_days=0,
            reason="Trang trình diễn: mỗi tài khoản thử được ngay",
            valid_from=localdate(),
        )
    council = Unit.objects.filter(code=f"{NGUYEN_TRAI}.HDTDKT").first()
    if council is None or council.path[:10] != tops.path[:10]:
        return
    if not FactorRule.objects.of_unit(council).exists():
        unit_actions.set_factor_rule(
            council.pk,
            by=administrator,
            is_required=True,
            grace_days=14,  # so that a session can be held at once
            reason="Trang trình diễn: để thử việc bật xác thực hai bước",
            valid_from=localdate(),
        )


def _office(
    office: Office, parent: Unit | None, administrator: User, word: str
) -> None:
    unit = Unit.objects.filter(code=office.code).first()
    if unit is None and parent is not None:
        unit = unit_actions.create_unit(
            by=administrator,
            parent_id=parent.pk,
            kind_code=office.kind[0],
            kind_name=office.kind[1],
            **_facts(office),
        )
    assert unit is not None
    for person in office.people:
        _person(person, unit, administrator, word)
    if office.people and unit.issues_papers:
        _series(office, unit, administrator)
    for below in office.parts:
        _office(below, unit, administrator, word)


def _facts(office: Office) -> dict:
    seal_of = Unit.objects.get(code=office.seal_of) if office.seal_of else None
    return {
        "code": office.code,
        "name": office.name,
        "short_name": office.short_name,
        "place": office.place,
        "symbol": office.symbol,
        "letterhead_parent": office.letterhead_parent,
        "letterhead": office.letterhead,
        "collective": office.collective,
        "head_title": office.head_title,
        "seal_of": seal_of,
        "valid_from": office.since,
        "valid_to": office.until,
    }


def _person(person: Person, unit: Unit, administrator: User, word: str) -> None:
    user = User.objects.filter(username=person.username).first()
    if user is None:
        user = unit_actions.create_user(
            by=administrator,
            unit_id=unit.pk,
            username=person.username,
            full_name=person.full_name,
            password=word,
            is_demonstration=True,
        )
    held = Membership.objects.filter(user=user, unit=unit, role=person.role)
    if not held.exists():
        unit_actions.grant_membership(
            by=administrator,
            user_id=user.pk,
            unit_id=unit.pk,
            role=person.role,
            title=person.title,
            capacity=person.capacity,
            title_below=person.title_below,
            valid_from=max(unit.valid_from, TWO_LEVELS_BEGIN),
        )


def _series(office: Office, unit: Unit, administrator: User) -> None:
    """One common series a unit; where numbers were given on paper before, it goes on from there."""
    if NumberSeries.objects.filter(unit=unit).exists():
        return
    series = actions.open_series(unit.pk, by=administrator, name="Văn bản đi")
    if last := NUMBERS_ON_PAPER.get(office.code):
        actions.continue_book(
            series.pk, by=administrator, last_number=last, last_date=localdate()
        )


def _seals(office: Office, administrator: User, above: Iterable[Person] = ()) -> None:
    """Chứng thư số of those who sign in this office and below, and of the seals they use."""
    unit = Unit.objects.select_related("seal_of").get(code=office.code)
    if _signers(office, administrator, above):
        _seal(unit.seal_holder, administrator)
    for below in office.parts:
        _seals(below, administrator, office.people)


def _signers(office: Office, administrator: User, above: Iterable[Person] = ()) -> bool:
    """Chứng thư số of those who sign in this office; whether any signs for it.

    A person has one, whatever they sign for: who signs ``above`` has it from there.
    """
    unit = Unit.objects.get(code=office.code)
    there = {one.username for one in above if one.capacity or one.signs}
    signers = [one for one in office.people if one.capacity or one.signs]
    for person in signers:
        if person.username in there:
            continue
        user = User.objects.get(username=person.username)
        issued = pki.issue(
            user.full_name,
            directory=settings.PKI_DIR,
            key=person.username.replace(".", "-"),
            organisation=unit.name,
            post=person.title_below or person.title,
        )
        picture = signing.draw_demo_signature(user.full_name)
        _register(issued, unit, administrator, picture, user=user)
    return any(person.capacity for person in signers)


def _seal(holder: Unit, administrator: User) -> None:
    """Chứng thư số của con dấu."""
    issued = pki.issue(
        holder.name,
        directory=settings.PKI_DIR,
        key=holder.code.lower().replace(".", "-"),
        organisation=holder.name,
        capacity=pki.Capacity.AGENCY,
    )
    picture = signing.draw_demo_seal(_SEALS[holder.code], float(holder.seal_mm))
    _register(issued, holder, administrator, picture)


def _register(issued, unit, administrator, picture, user=None):
    owner = {"user": user} if user else {"unit": unit}
    known = Certificate.objects.current().filter(
        **owner, fingerprint=issued.fingerprint
    )
    if not known.exists():
        actions.register_certificate(
            unit.pk,
            by=administrator,
            user_id=user.pk if user else None,
            key=issued.key,
            common_name=issued.common_name,
            fingerprint=issued.fingerprint,
            valid_from=issued.valid_from,
            valid_to=issued.valid_to,
            picture=picture,
        )


def _renew_passwords(word: str) -> None:
    """The file was lost: accounts of an earlier day get the new password."""
    administrators = {
        user.pk: user
        for username in [*(name for _, name, _ in PROVINCES), CARETAKER.username]
        for user in User.objects.filter(username=username)
    }
    for user in User.objects.filter(is_demonstration=True):
        if not user.check_password(word):
            by = administrators.get(user.pk) or _administrator_of(user, administrators)
            unit_actions.set_password(user.pk, by=by, password=word)


def _administrator_of(user, administrators):
    chains = [m.unit.chain for m in user.memberships.on().select_related("unit")]
    return next(
        administrator
        for administrator in administrators.values()
        for chain in chains
        if chain[0] in administrator.units_as(Membership.Role.ADMINISTRATOR)
    )


def _seals_of(office: Office) -> dict[str, tuple[str, ...]]:
    found = {office.code: office.seal} if office.seal else {}
    for below in office.parts:
        found |= _seals_of(below)
    return found


_SEALS = {
    code: words
    for top in (*(top for top, *_ in PROVINCES), *ha_linh.after())
    for code, words in _seals_of(top).items()
}
