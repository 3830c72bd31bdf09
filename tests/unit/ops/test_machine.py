"""What the machine must offer."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops.errors import MachineError
from ops.machine import LOOPBACK, Port, check_disk, check_ports, free_port_near, is_free, read_port
from ops.services import Ports


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that a server listens on."""
    with socket.socket() as server:
        server.bind((LOOPBACK, 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_port_in_use_is_one_sentence_that_names_the_variable_and_another_port(taken: int) -> None:
    with pytest.raises(MachineError) as caught:
        check_ports((Port(taken, "web server", "CHIARO_WEB_PORT"),))
    sentence = str(caught.value)
    assert f"Port {taken} (web server) is in use" in sentence
    assert "make run CHIARO_WEB_PORT=" in sentence
    proposed = int(sentence.rpartition("CHIARO_WEB_PORT=")[2].strip("`."))
    assert proposed != taken
    assert is_free(proposed)


def test_free_ports_pass(taken: int) -> None:
    check_ports((Port(free_port_near(taken), "Rasa", "CHIARO_RASA_PORT"),))


def test_two_processes_on_one_port_are_refused(taken: int) -> None:
    free = free_port_near(taken)
    ports = (Port(free, "Rasa", "CHIARO_RASA_PORT"), Port(free, "web server", "CHIARO_WEB_PORT"))
    with pytest.raises(MachineError, match="CHIARO_RASA_PORT and CHIARO_WEB_PORT are both"):
        check_ports(ports)


def test_ports_are_the_usual_ones_unless_given() -> None:
    ports = Ports.read({"CHIARO_RASA_PORT": "6005", "CHIARO_WEB_PORT": " "})
    assert [port.number for port in ports.all()] == [8000, 6005, 5055]


@pytest.mark.parametrize("value", ["http", "0", "65536", "-1", "80.5", "٣٠٠٠", "8000 8001", "²"])
def test_a_port_that_is_none_is_refused_with_its_variable(value: str) -> None:
    with pytest.raises(MachineError, match="CHIARO_WEB_PORT is"):
        Ports.read({"CHIARO_WEB_PORT": value})


@given(st.text())
def test_any_text_is_read_as_a_port_or_refused(value: str) -> None:
    try:
        port = read_port({"X": value}, "web server", "X", 8000)
    except MachineError:
        return
    assert 1 <= port.number <= 65535


def test_too_little_disk_is_one_sentence_with_both_sizes(tmp_path: Path) -> None:
    with pytest.raises(MachineError, match=r"needs about 1000000000\.0 GB free and .* has [\d.]+ [MG]B"):
        check_disk(tmp_path, needed=10**18)


def test_enough_disk_passes(tmp_path: Path) -> None:
    check_disk(tmp_path, needed=1)
