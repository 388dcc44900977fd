"""Lập cơ quan từ một tệp TOML: ``load_office FILE``; docs/huong-dan/quan-tri.md describes it.

The first run lays the top of the tree with its first administrator; later runs, ``--by``
an administrator, add what is missing. What exists is left as it is, but for the day on
which a role ends.
"""

import tomllib
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from reports import actions
from reports.models import NumberSeries
from units import actions as unit_actions
from units import passwords
from units.errors import Refused
from units.models import Membership, Unit, User

TABLES = {"administrator", "unit", "person", "role", "series"}


class Command(BaseCommand):
    help = "Lập đơn vị, tài khoản, vai trò, dãy số từ tệp TOML; cái đã có giữ nguyên."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="TỆP.toml")
        parser.add_argument("--by", metavar="TÊN", help="tài khoản quản trị thực hiện")

    def handle(self, *args, **options):
        try:
            office = tomllib.loads(options["file"].read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise CommandError(
                f"{options['file']}: không đọc được ({error})."
            ) from error
        if unknown := office.keys() - TABLES:
            raise CommandError(
                f"Không hiểu bảng {', '.join(sorted(unknown))} trong tệp."
            )
        try:
            with transaction.atomic():
                made = self._load(office, options["by"])
        except KeyError as error:
            raise CommandError(f"Thiếu mục {error} trong tệp.") from error
        except (Refused, TypeError) as error:
            raise CommandError(str(error)) from error
        except (Unit.DoesNotExist, User.DoesNotExist) as error:
            raise CommandError(
                "Tệp nhắc đến một đơn vị hoặc tài khoản chưa có."
            ) from error
        for username, word in made.items():
            self.stdout.write(f"{username}\t{word}")

    def _load(self, office: dict, by: str | None) -> dict[str, str]:
        """Usernames of new accounts with the passwords that were drawn for them."""
        made: dict[str, str] = {}
        administrator = User.objects.get(username=by) if by else None
        for values in office.get("unit", []):
            if Unit.objects.filter(code=values["code"]).exists():
                continue
            if "parent" in values:
                unit_actions.create_unit(
                    by=_needed(administrator),
                    parent_id=Unit.objects.get(code=values["parent"]).pk,
                    **_facts(values),
                )
            else:
                first = office["administrator"]
                made[first["username"]] = word = _password()
                _, administrator = unit_actions.establish(
                    username=first["username"],
                    full_name=first["full_name"],
                    password=word,
                    **_facts(values),
                )
        for person in office.get("person", []):
            if not User.objects.filter(username=person["username"]).exists():
                made[person["username"]] = word = _password()
                unit_actions.create_user(
                    by=_needed(administrator),
                    unit_id=_home(person["username"], office, administrator).pk,
                    password=word,
                    **person,
                )
        for role in office.get("role", []):
            _grant(role, administrator)
        for series in office.get("series", []):
            _open(series, administrator)
        return made


def _facts(values: dict) -> dict:
    rest = {key: value for key, value in values.items() if key != "parent"}
    kind, kind_name = rest.pop("kind"), rest.pop("kind_name")
    if "seal_of" in rest:
        rest["seal_of"] = Unit.objects.get(code=rest["seal_of"])
    return rest | {"kind_code": kind, "kind_name": kind_name}


def _home(username: str, office: dict, administrator: User | None) -> Unit:
    """Where the person works: the unit of the first role, else the administrator's own."""
    for role in office.get("role", []):
        if role.get("username") == username:
            return Unit.objects.get(code=role["unit"])
    home = _needed(administrator).home
    if home is None:
        raise Refused(f"Tài khoản {username} chưa có vai trò nào ([[role]]).")
    return home


def _grant(role: dict, administrator: User | None) -> None:
    rest = dict(role)
    user = User.objects.get(username=rest.pop("username"))
    unit = Unit.objects.get(code=rest.pop("unit"))
    held = Membership.objects.filter(
        user=user, unit=unit, role=role["role"], valid_from=role["valid_from"]
    ).first()
    if held is None:
        unit_actions.grant_membership(
            by=_needed(administrator), user_id=user.pk, unit_id=unit.pk, **rest
        )
    elif "valid_to" in rest and rest["valid_to"] != held.valid_to:
        unit_actions.end_membership(
            held.pk, by=_needed(administrator), valid_to=rest["valid_to"]
        )


def _open(values: dict, administrator: User | None) -> None:
    unit = Unit.objects.get(code=values["unit"])
    if NumberSeries.objects.filter(unit=unit, name=values["name"]).exists():
        return
    by = _needed(administrator)
    series = actions.open_series(
        unit.pk, by=by, name=values["name"], kinds=values.get("kinds", [])
    )
    if "last_number" in values:
        actions.continue_book(
            series.pk,
            by=by,
            last_number=values["last_number"],
            last_date=values["last_date"],
        )


def _needed(administrator: User | None) -> User:
    if administrator is None:
        raise Refused("Thêm --by TÊN: tài khoản quản trị thực hiện việc này.")
    return administrator


def _password() -> str:
    return passwords.drawn()
