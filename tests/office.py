"""An authority that can really sign: certificates of the demonstration PKI, registered."""

import pytest

from reports import pki
from reports.models import Certificate
from tests.factories import ward


def register_certificate(
    office, *, name, key, picture, user=None, unit=None, held="store", **order
):
    """Issue and register a certificate for a person or an agency."""
    issued = pki.issue(
        name,
        directory=office.authority.directory,
        key=key,
        organisation="Ủy ban nhân dân phường Thử Nghiệm",
        capacity=pki.Capacity.PERSON if user else pki.Capacity.AGENCY,
        **order,
    )
    return Certificate.objects.create(
        user=user,
        unit=unit,
        held=held,
        key="" if held == "outside" else key,
        common_name=name,
        fingerprint=issued.fingerprint,
        valid_from=issued.valid_from,
        valid_to=issued.valid_to,
        picture=picture,
    )


def key_environment(office) -> dict:
    """Settings of a signing process that holds this office's keys."""
    return {
        "DEMO": True,
        "PKI_DIR": office.authority.directory,
        "SIGN_KEYS_DIR": office.authority.keystore_dir,
        "SIGN_KEYS_PASSPHRASE_FILE": office.authority.passphrase_path,
        "TSA_URL": office.authority.tsa_url,
        "REVOCATION_HOSTS": [office.authority.address.removeprefix("http://")],
    }


def take_keys(settings, office) -> None:
    """This process is one that holds this office's keys."""
    for name, value in key_environment(office).items():
        setattr(settings, name, value)


@pytest.fixture
def signing_ward(db, settings, office, pictures):
    """Phường ký được: its leader and its seal have certificates; this process has the keys."""
    take_keys(settings, office)
    return make_signing_ward(office, pictures)


def make_signing_ward(office, pictures):
    place = ward()
    place.series  # noqa: B018  a clerk needs a book
    register_certificate(
        office,
        name=place.leader.full_name,
        key=f"lanh-dao-{place.leader.pk}",
        picture=pictures[0],
        user=place.leader,
        post="Chủ tịch",
    )
    register_certificate(
        office,
        name=place.unit.name,
        key=f"co-quan-{place.unit.pk}",
        picture=pictures[1],
        unit=place.unit,
    )
    return place
