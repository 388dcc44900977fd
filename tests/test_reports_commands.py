"""Lập cơ quan và đăng ký chứng thư từ dòng lệnh."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils.timezone import localdate, now

from reports import pki, signing
from reports.models import Certificate, NumberBook, NumberSeries
from tests.factories import Role, ward
from units.models import Membership, Unit, User
from units.permissions import holds

pytestmark = pytest.mark.django_db

OFFICE = """
[administrator]
username = "quantri.phuong"
full_name = "Mạc Thị Quản"

[[unit]]
code = "H34.9"
kind = "ubnd"
kind_name = "Ủy ban nhân dân"
name = "Ủy ban nhân dân phường Mẫu"
short_name = "UBND phường Mẫu"
place = "Mẫu"
symbol = "UBND"
letterhead = "ỦY BAN NHÂN DÂN\\nPHƯỜNG MẪU"
collective = "Ủy ban nhân dân"
head_title = "Chủ tịch"
valid_from = 2025-07-01

[[unit]]
code = "H34.9.HD"
parent = "H34.9"
kind = "hoi-dong-tdkt"
kind_name = "Hội đồng Thi đua - Khen thưởng"
name = "Hội đồng Thi đua - Khen thưởng phường Mẫu"
short_name = "Hội đồng TĐKT phường Mẫu"
seal_of = "H34.9"
valid_from = 2025-07-01

[[person]]
username = "chutich"
full_name = "Lê Văn Chủ"

[[role]]
username = "chutich"
unit = "H34.9"
role = "leader"
title = "Chủ tịch"
capacity = "head"
valid_from = 2025-07-01

[[series]]
unit = "H34.9"
name = "Văn bản đi"
last_number = 120
last_date = LAST
""".replace("LAST", "2026-01-05")


def load(tmp_path, text, **options):
    file = tmp_path / "co-quan.toml"
    file.write_text(text)
    told = StringIO()
    call_command("load_office", file, stdout=told, **options)
    return told.getvalue()


def test_an_office_is_laid_from_a_file(tmp_path):
    told = load(tmp_path, OFFICE)

    top, council = Unit.objects.get(code="H34.9"), Unit.objects.get(code="H34.9.HD")
    assert (council.parent, council.seal_holder) == (top, top)
    passwords = dict(line.split("\t") for line in told.splitlines())
    assert passwords.keys() == {"quantri.phuong", "chutich"}
    for username, word in passwords.items():
        user = User.objects.get(username=username)
        assert user.check_password(word)
        assert not user.is_demonstration
    chair = User.objects.get(username="chutich")
    assert holds(chair, Role.LEADER, top)
    assert [m.user for m in Membership.objects.signers_of(top)] == [chair]
    book = NumberBook.objects.get(series__unit=top)
    assert (book.year, book.last_number) == (2026, 120)


def test_a_second_run_adds_only_what_is_missing(tmp_path):
    load(tmp_path, OFFICE)
    more = OFFICE + '\n[[person]]\nusername = "vanthu"\nfull_name = "Tạ Thị Thư"\n'

    with pytest.raises(CommandError, match="Thêm --by TÊN"):
        load(tmp_path, more)
    told = load(tmp_path, more, by="quantri.phuong")

    assert [line.split("\t")[0] for line in told.splitlines()] == ["vanthu"]
    assert (Unit.objects.count(), Membership.objects.count(), NumberSeries.objects.count()) == (
        2, 2, 1,
    )  # fmt: skip
    assert load(tmp_path, more, by="quantri.phuong") == ""


def test_a_later_file_ends_a_role(tmp_path):
    load(tmp_path, OFFICE)
    last = localdate() - timedelta(1)
    role = 'capacity = "head"\nvalid_from = 2025-07-01'
    ended = OFFICE.replace(role, f"{role}\nvalid_to = {last}")
    assert ended != OFFICE

    with pytest.raises(CommandError, match="Thêm --by TÊN"):
        load(tmp_path, ended)
    load(tmp_path, ended, by="quantri.phuong")

    chair = Membership.objects.get(user__username="chutich")
    assert chair.valid_to == last


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("[[series]]", "[[serie]]"), "Không hiểu bảng serie"),
        (('code = "H34.9"\n', ""), "Thiếu mục 'code'"),
        (('symbol = "UBND"', 'colour = "red"'), "colour"),
        (('unit = "H34.9"\nrole', 'unit = "H35"\nrole'), "chưa có"),
        (('capacity = "head"', 'capacity = "boss"'), "Tư cách ký"),
        (("[administrator]", "[administrator"), "không đọc được"),
    ],
)
def test_a_bad_file_is_one_sentence_and_stores_nothing(tmp_path, change, sentence):
    with pytest.raises(CommandError, match=sentence):
        load(tmp_path, OFFICE.replace(*change))
    assert not Unit.objects.exists()
    assert not User.objects.exists()


def test_a_missing_file(tmp_path):
    with pytest.raises(CommandError, match="không đọc được"):
        call_command("load_office", tmp_path / "none.toml")


# Chứng thư số


@pytest.fixture
def here(settings, tmp_path):
    place = ward()
    directory = tmp_path / "pki"
    pki.initialise(directory)
    settings.DEMO = True
    settings.PKI_DIR = directory
    settings.SIGN_KEYS_DIR = directory / "keystore"
    settings.SIGN_KEYS_PASSPHRASE_FILE = directory / "passphrase"
    pki.issue(
        place.leader.full_name,
        directory=directory,
        key="chutich",
        organisation="UBND phường",
    )
    return place


def register(here, tmp_path, key="chutich", **options):
    picture = tmp_path / "chu-ky.png"
    picture.write_bytes(signing.draw_demo_signature("Lê Văn Chủ"))
    values = {
        "unit": here.unit.code,
        "picture": picture,
        "by": here.administrator.username,
    }
    told = StringIO()
    call_command("register_certificate", key, stdout=told, **(values | options))
    return told.getvalue()


@pytest.mark.slow
def test_register_certificate(here, tmp_path):
    told = register(here, tmp_path, user=here.leader.username)

    certificate = Certificate.objects.get()
    assert told.startswith(f"{here.leader.full_name}: dùng đến")
    assert (certificate.user, certificate.key) == (here.leader, "chutich")
    assert certificate.valid_from.date() <= localdate() < certificate.valid_to.date()
    assert bytes(certificate.picture)[:8] == b"\x89PNG\r\n\x1a\n"
    with pytest.raises(CommandError, match="Khóa này đang đăng ký cho người"):
        register(here, tmp_path, reason="Thử.")  # one key never speaks for two
    Certificate.objects.update(retired_at=now())
    with pytest.raises(CommandError, match="đăng ký kèm lý do"):
        register(here, tmp_path)
    register(here, tmp_path, reason="Cơ quan chưa có chứng thư riêng.")
    assert Certificate.objects.current().get().name_reason == (
        "Cơ quan chưa có chứng thư riêng."
    )
    assert [c.owner for c in Certificate.objects.current()] == [f"unit:{here.unit.pk}"]
    for options, sentence in [
        ({"key": "khong-co"}, "khong-co"),
        ({"unit": "khong-co"}, "Không có đơn vị hoặc tài khoản"),
        ({"by": here.officer.username}, "không quản trị"),
        ({"picture": tmp_path / "none.png"}, "không đọc được"),
    ]:
        with pytest.raises(CommandError, match=sentence):
            register(here, tmp_path, **options)
    assert Certificate.objects.count() == 2
