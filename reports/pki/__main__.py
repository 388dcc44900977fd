"""``python -m reports.pki init|serve|issue|sign|revoke|list``: see docs/ky-so.md."""

import argparse
import os
import signal
import sys
from pathlib import Path

from reports.pki import DEFAULT_ADDRESS
from reports.pki.authority import Authority
from reports.pki.device import sign
from reports.pki.records import Capacity, PkiError
from reports.pki.serving import make

_DEFAULT_DIR = Path(__file__).resolve().parent.parent.parent / "var" / "pki"


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except PkiError as error:
        print(error, file=sys.stderr)
        return 1


def _init(options: argparse.Namespace) -> int:
    authority = Authority.create(options.dir, options.address)
    print(f"Hạ tầng chứng thư trình diễn: {authority.directory} ({authority.address})")
    return 0


def _serve(options: argparse.Namespace) -> int:
    authority = Authority.open(options.dir)
    authority.write_crls()
    with make(authority) as server:
        # SIGTERM must leave through the same door as Ctrl-C, or the port stays taken.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        print(f"TSA, OCSP, CRL trình diễn: {authority.address}", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return 0
    return 0


def _issue(options: argparse.Namespace) -> int:
    issued = Authority.open(options.dir).issue(
        options.name,
        key=options.key,
        organisation=options.organisation,
        capacity=Capacity.AGENCY if options.agency else Capacity.PERSON,
        post=options.post,
    )
    print(f"{issued.path}  {issued.fingerprint}")
    return 0


def _sign(options: argparse.Namespace) -> int:
    signed = sign(Authority.open(options.dir), options.key, options.source)
    options.target.write_bytes(signed)
    print(f"{options.target}: thêm một chữ ký của {options.key}")
    return 0


def _revoke(options: argparse.Namespace) -> int:
    Authority.open(options.dir).revoke(options.key)
    print(f"Đã thu hồi chứng thư {options.key}.")
    return 0


def _list(options: argparse.Namespace) -> int:
    for issued in Authority.open(options.dir).issued():
        print(
            f"{issued.key}\t{issued.common_name}\t{issued.valid_to:%d/%m/%Y}\t{issued.path}"
        )
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m reports.pki", description=__doc__)
    directory = Path(os.environ.get("PKI_DIR", _DEFAULT_DIR))
    parser.add_argument("--dir", type=Path, default=directory)
    commands = parser.add_subparsers(required=True)
    init = commands.add_parser(
        "init", help="lập CA, TSA, OCSP trình diễn (giữ cái đã có)"
    )
    init.add_argument("--address", default=DEFAULT_ADDRESS)
    init.set_defaults(run=_init)
    commands.add_parser("serve", help="chạy TSA, OCSP, CRL trên máy này").set_defaults(
        run=_serve
    )
    issue = commands.add_parser("issue", help="cấp chứng thư")
    issue.add_argument("key")
    issue.add_argument("name")
    issue.add_argument("--organisation", required=True)
    issue.add_argument("--post", default="")
    issue.add_argument("--agency", action="store_true")
    issue.set_defaults(run=_issue)
    signing = commands.add_parser(
        "sign", help="ký một tệp, đóng vai token của người ký"
    )
    signing.add_argument("key")
    signing.add_argument("source", type=Path)
    signing.add_argument("target", type=Path)
    signing.set_defaults(run=_sign)
    revoke = commands.add_parser("revoke", help="thu hồi chứng thư")
    revoke.add_argument("key")
    revoke.set_defaults(run=_revoke)
    commands.add_parser("list", help="chứng thư đã cấp").set_defaults(run=_list)
    return parser


if __name__ == "__main__":
    sys.exit(main())
