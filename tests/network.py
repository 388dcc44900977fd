"""No test and no worker in a test talks to anything but this machine."""

import ipaddress
import socket


class OutsideRequest(AssertionError):
    """Something tried to reach another machine."""


def block_outside() -> None:
    """Refuse connections and name look-ups beyond loopback, for the rest of this process."""
    if socket.socket.connect is not _connect:
        socket.socket.connect = _connect
        socket.socket.connect_ex = _connect_ex
        socket.getaddrinfo = _getaddrinfo


_real_connect = socket.socket.connect
_real_connect_ex = socket.socket.connect_ex
_real_getaddrinfo = socket.getaddrinfo


def _connect(self, address):
    _check(self.family, address)
    return _real_connect(self, address)


def _connect_ex(self, address):
    _check(self.family, address)
    return _real_connect_ex(self, address)


def _getaddrinfo(host, *arguments, **options):
    if host is not None:
        _check_host(host)
    return _real_getaddrinfo(host, *arguments, **options)


def _check(family, address):
    if family in {socket.AF_INET, socket.AF_INET6}:
        _check_host(address[0])


def _check_host(host):
    name = host.decode() if isinstance(host, bytes) else str(host)
    # "" and 0.0.0.0 are what a server of ours binds to.
    if name in {"", "localhost", "0.0.0.0", "::"} or _is_loopback(name):
        return
    raise OutsideRequest(f"connection to {name}")


def _is_loopback(name):
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
