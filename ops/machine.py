"""What the machine must offer before anything is started: disk space and free ports."""

from __future__ import annotations

import shutil
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Mapping

from ops.errors import MachineError
from ops.words import size

# Measured: 2.5 GB for Rasa's environment, 0.7 GB for the project's, and the same once more in the cache.
NEEDED_BYTES = 6_000_000_000
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Port:
    """A port with the process that listens there and the variable that chooses it."""

    number: int
    service: str
    variable: str


def check_disk(place: Path, needed: int = NEEDED_BYTES) -> None:
    """MachineError where the disk of `place` has less than `needed` bytes free."""
    free = shutil.disk_usage(str(place)).free
    if free < needed:
        raise MachineError("too-little-disk", needed=size(needed), place=place, free=size(free))


def read_port(environ: Mapping[str, str], service: str, variable: str, default: int) -> Port:
    """The port that `variable` gives, or `default`; MachineError where it is none."""
    value = environ.get(variable, "").strip() or str(default)
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= 65535):
        raise MachineError("port-odd", variable=variable, value=value)
    return Port(int(value), service, variable)


def check_ports(ports: tuple[Port, ...], host: str = LOOPBACK) -> None:
    """MachineError where two ports are the same or a port of `host` is taken."""
    seen: dict[int, str] = {}
    for port in ports:
        if port.number in seen:
            raise MachineError("ports-equal", first=seen[port.number], second=port.variable, port=port.number)
        seen[port.number] = port.variable
        if not is_free(port.number, host):
            other = free_port_near(port.number, host)
            raise MachineError(
                "port-taken", port=port.number, service=port.service, variable=port.variable, other=other
            )


def is_free(port: int, host: str = LOOPBACK) -> bool:
    """True where a server could listen on `port` of `host` now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As servers do: a port whose last connections only time out is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_port_near(port: int, host: str = LOOPBACK) -> int:
    """A free port after `port` to propose in its place."""
    following = range(port + 1, min(port + 200, 65536))
    return next((number for number in following if is_free(number, host)), port)
