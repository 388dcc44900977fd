"""Đăng ký chứng thư số: ``register_certificate KEY``, run where the signing worker's keys are.

``--outside FILE``: of a device of its holder's, whose key no machine here has.
"""

from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from reports import actions, signing
from reports.errors import SignerUnavailable, SigningRefused
from reports.models import Certificate
from units.errors import Refused
from units.models import Unit, User

Held = Certificate.Held


class Command(BaseCommand):
    help = (
        "Đăng ký chứng thư số trong kho khóa cho một người (--user) hoặc cho con dấu của cơ "
        "quan, kèm ảnh chữ ký hoặc ảnh dấu. Chứng thư đăng ký trước đó hết dùng."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "key", nargs="?", metavar="TÊN-KHÓA", help="tên tệp .p12 không có đuôi"
        )
        parser.add_argument(
            "--outside",
            type=Path,
            metavar="CHỨNG-THƯ.cer",
            help="chứng thư trên thiết bị của người ký, thay cho TÊN-KHÓA và --picture",
        )
        parser.add_argument(
            "--remote",
            metavar="MÃ",
            help="chứng thư ở dịch vụ ký số từ xa (CSC_URL), thay cho TÊN-KHÓA",
        )
        parser.add_argument("--unit", required=True, metavar="MÃ", help="mã đơn vị")
        parser.add_argument("--user", metavar="TÊN", help="tài khoản của người ký")
        parser.add_argument("--picture", type=Path, metavar="ẢNH.png")
        parser.add_argument(
            "--reason",
            default="",
            metavar="LÝ-DO",
            help="vì sao chứng thư của con dấu ghi tên khác tên cơ quan",
        )
        parser.add_argument(
            "--by", required=True, metavar="TÊN", help="tài khoản quản trị"
        )

    def handle(self, *args, **options):
        try:
            certificate = self._register(**options)
        except PermissionDenied as error:
            raise CommandError(
                f"{options['by']} không quản trị đơn vị {options['unit']}."
            ) from error
        except (Unit.DoesNotExist, User.DoesNotExist) as error:
            raise CommandError("Không có đơn vị hoặc tài khoản mang tên đó.") from error
        except OSError as error:
            raise CommandError(f"{error.filename}: không đọc được.") from error
        except (
            Refused,
            SigningRefused,
            SignerUnavailable,
            signing.KeysNotHere,
        ) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{certificate.common_name}: dùng đến {certificate.valid_to:%d/%m/%Y}"
        )

    def _register(self, *, key, unit, user, picture, by, reason, outside, remote, **_):
        ways = sum(map(bool, (key, outside, remote)))
        if ways != 1 or (not outside and not picture):
            raise CommandError(
                "Cần TÊN-KHÓA và --picture, --remote và --picture, hoặc chỉ --outside."
            )
        office = Unit.objects.select_related("seal_of").get(code=unit)
        holder = User.objects.get(username=user) if user else None
        drawn = b"" if outside else _picture(picture.read_bytes(), holder, office)
        held, asks = Held.STORE, signing.Asks()
        if outside:
            held, info = Held.OUTSIDE, _read(outside)
        elif remote:
            held, (info, asks) = Held.REMOTE, signing.describe_remote(remote)
        else:
            info = signing.describe_key(key)
        if asks.otp and not holder:
            raise CommandError(
                "Chứng thư của con dấu không được hỏi mã OTP: không ai ngồi nhập cho máy."
            )
        return actions.register_certificate(
            office.pk,
            by=User.objects.get(username=by),
            user_id=holder.pk if holder else None,
            held=held,
            key=info.key,
            common_name=info.common_name,
            fingerprint=info.fingerprint,
            valid_from=info.valid_from,
            valid_to=info.valid_to,
            name_reason=reason,
            picture=drawn,
            asks_pin=asks.pin if holder else "",
            asks_otp=asks.otp,
            sends_otp=asks.sends,
        )


def _read(path):
    try:
        return signing.describe_certificate(path.read_bytes())
    except ValueError as error:
        raise CommandError(f"{path}: không phải chứng thư số.") from error


def _picture(data, holder, office):
    if holder:
        return signing.signature_picture(data)
    return signing.seal_picture(data, float(office.seal_mm))
