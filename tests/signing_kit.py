"""What the tests of signing and verifying stand on: a PKI at work, a paper at every stage.

Fixtures are imported by the test files that use them. One PKI, one paper and its signed
stages serve a whole test process.
"""

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import pem

from campaigns.content import Letterhead, Line, PlanContent, SignatureBlock
from campaigns.outline import LineKind
from reports import pki, signing
from reports.pki.authority import Authority
from reports.pki.serving import make
from reports.rendering import PaperMarks, render_plan
from reports.signing import Lines, Places, SignerRef, SigningConfig
from reports.trust import Trust

AGENCY = "Ủy ban nhân dân phường Thử Nghiệm"
LEADER = "Phạm Thị Minh Thử"
NUMBER = "Số: 05/KH-UBND"
DATE = "Thử Nghiệm, ngày 30 tháng 6 năm 2023"
PERSON_OWNER, AGENCY_OWNER = "user:17", "unit:3"


@dataclass(kw_only=True)
class Office:
    """Một cơ quan ký được: its PKI, its settings, its people."""

    authority: Authority
    config: SigningConfig
    leader: SignerRef
    agency: SignerRef

    @property
    def trust(self) -> Trust:
        return self.config.trust

    def ref(self, key: str, name: str, owner: str, **order) -> SignerRef:
        """Issue a certificate and register it."""
        issued = pki.issue(
            name,
            directory=self.authority.directory,
            key=key,
            organisation=AGENCY,
            **order,
        )
        return SignerRef(
            key=key, owner=owner, name=name, fingerprint=issued.fingerprint
        )

    def fresh_trust(self) -> Trust:
        """The lists of revocation as they are now."""
        directory = self.authority.directory
        return Trust.of(
            [der_of(path) for path in sorted((directory / "roots").glob("*.pem"))],
            [path.read_bytes() for path in (directory / "crls").glob("*.crl")],
        )


def der_of(path: Path) -> bytes:
    return pem.unarmor(path.read_bytes())[2]


@pytest.fixture(scope="session")
def office(tmp_path_factory) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("pki")) as office:
        yield office


@contextmanager
def open_office(directory: Path) -> Iterator[Office]:
    """An office whose PKI lies in ``directory`` and answers as long as this is open."""
    pki.initialise(directory, "http://127.0.0.1:0")
    authority = Authority.open(directory)
    office = Office(
        authority=authority,
        config=SigningConfig(
            keys_dir=authority.keystore_dir,
            passphrase_file=authority.passphrase_path,
            tsa_url=authority.tsa_url,
            timeout=5,
            hosts=frozenset({authority.address.removeprefix("http://")}),
        ),
        leader=SignerRef(key="", owner="", name="", fingerprint=""),
        agency=SignerRef(key="", owner="", name="", fingerprint=""),
    )
    office.leader = office.ref("chu-tich", LEADER, PERSON_OWNER, post="Chủ tịch")
    office.agency = office.ref(
        "ubnd", AGENCY, AGENCY_OWNER, capacity=pki.Capacity.AGENCY
    )
    office.config = replace(office.config, trust=office.fresh_trust())
    with make(authority) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield office
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def pictures() -> tuple[bytes, bytes]:
    """Signature and seal, normalised."""
    seal = signing.draw_demo_seal((AGENCY, "Phường", "Thử Nghiệm"))
    return (
        signing.signature_picture(signing.draw_demo_signature(LEADER)),
        signing.seal_picture(seal, 36),
    )


@dataclass(frozen=True, kw_only=True)
class Stages:
    """Một văn bản qua từng bước. ``sealed`` is B-LT, ``archived`` the same with B-LTA."""

    rendered: bytes
    places: Places
    prepared: bytes
    signed: signing.Signed
    sealed: signing.Signed
    archived: bytes

    @property
    def lines(self) -> Lines:
        return Lines(places=self.places, number=NUMBER, date=DATE)


@dataclass(frozen=True, kw_only=True)
class Paper:
    """Văn bản chưa ký, as rendered and with its fields."""

    rendered: bytes
    places: Places
    prepared: bytes


@pytest.fixture(scope="session")
def paper() -> Paper:
    rendered = render(small_plan())
    places = Places.from_paper(rendered)
    prepared = signing.prepare(rendered.pdf, places)
    return Paper(rendered=rendered.pdf, places=places, prepared=prepared)


@pytest.fixture(scope="session")
def stages(office, pictures, paper) -> Stages:
    places, prepared = paper.places, paper.prepared
    signed = sign(prepared, office, pictures)
    lines = Lines(places=places, number=NUMBER, date=DATE)
    sealed = seal(signed.pdf, office, pictures, lines)
    return Stages(
        rendered=paper.rendered,
        places=places,
        prepared=prepared,
        signed=signed,
        sealed=sealed,
        archived=signing.upgrade(sealed.pdf, config=office.config),
    )


def render(plan: PlanContent):
    with warnings.catch_warnings():
        # WeasyPrint leaves its colour profile to the garbage collector to close.
        warnings.simplefilter("ignore", ResourceWarning)
        return render_plan(plan, marks=PaperMarks(number_by_field=True))


def sign(pdf, office, pictures, **changes) -> signing.Signed:
    options = {
        "owner": PERSON_OWNER,
        "picture": pictures[0],
        "capacity": "TM. Ủy ban nhân dân, Chủ tịch",
        "place": "Thử Nghiệm",
        "config": office.config,
    } | changes
    ref = options.pop("ref", office.leader)
    return signing.sign_person(pdf, ref, **options)


def seal(pdf, office, pictures, lines, **changes) -> signing.Signed:
    options = {
        "owner": AGENCY_OWNER,
        "picture": pictures[1],
        "lines": lines,
        "archive": False,
        "config": office.config,
    } | changes
    ref = options.pop("ref", office.agency)
    return signing.sign_agency(pdf, ref, **options)


def small_plan(sections: int = 6) -> PlanContent:
    """About two pages."""
    lines = [Line(kind=LineKind.BASIS, text="Luật Thi đua, khen thưởng;")]
    for section in range(sections):
        lines.append(Line(kind=LineKind.SECTION, text=f"NỘI DUNG {section + 1}"))
        lines += [
            Line(
                kind=LineKind.ITEM,
                text="Phát động phong trào thi đua trong cán bộ, đoàn viên, hội viên và "
                "Nhân dân, gắn với nhiệm vụ được giao của từng đơn vị trong năm.",
            )
            for _ in range(4)
        ]
    return PlanContent(
        letterhead=Letterhead(
            authority="ỦY BAN NHÂN DÂN\nPHƯỜNG THỬ NGHIỆM",
            symbol="KH-UBND",
            place="Thử Nghiệm",
        ),
        title="Phát động phong trào thi đua năm 2023",
        lines=tuple(lines),
        recipients=("Các phòng, ban thuộc phường", "Lưu: VT"),
        signature=SignatureBlock(
            authority_lines=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), signer=LEADER
        ),
    )


def days(number: int) -> datetime:
    return datetime.now(UTC) + timedelta(days=number)
