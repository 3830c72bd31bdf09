"""The settings of the protections: what is wrong is told at the start, by its name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from web.errors import RefusalError, SettingsError
from web.protection import Protection


def test_lists_may_be_written_with_commas_or_spaces() -> None:
    protection = Protection.from_environment(
        {
            "CHIARO_EMBED_ORIGINS": "https://Shop.example, http://127.0.0.1:8080",
            "CHIARO_TRUSTED_PROXIES": "10.0.0.0/8 ::1",
            "CHIARO_VISITOR_PER_SECOND": "0.5",
        }
    )

    assert protection.embed_origins == {"https://shop.example", "http://127.0.0.1:8080"}
    assert protection.trusted_proxies == ("10.0.0.0/8", "::1/128")
    assert protection.visitor_per_second == 0.5


def test_nothing_is_allowed_unless_it_is_set() -> None:
    protection = Protection.from_environment({"CHIARO_EMBED_ORIGINS": ""})

    assert protection == Protection(tracker_url="sqlite:///var/tracker.db")
    assert not (protection.embed_origins | protection.api_origins)
    assert protection.trusted_proxies == ()
    with pytest.raises(RefusalError):
        protection.identity_verifier().verify("a.b.c")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CHIARO_EMBED_ORIGINS", "*"),
        ("CHIARO_EMBED_ORIGINS", "https://shop.example/"),
        ("CHIARO_EMBED_ORIGINS", "shop.example"),
        ("CHIARO_EMBED_ORIGINS", "https://*.shop.example"),
        ("CHIARO_EMBED_ORIGINS", "https://shop.example; script-src"),
        ("CHIARO_EMBED_ORIGINS", "https://a;b"),
        ("CHIARO_EMBED_ORIGINS", "https://user@shop.example"),
        ("CHIARO_API_ORIGINS", "null"),
        ("CHIARO_API_ORIGINS", "javascript:alert(1)"),
        ("CHIARO_TRUSTED_PROXIES", "*"),
        ("CHIARO_TRUSTED_PROXIES", "proxy.example"),
        ("CHIARO_TRUSTED_PROXIES", "10.0.0.1/8"),
        ("CHIARO_VISITOR_BURST", "0"),
        ("CHIARO_VISITOR_PER_SECOND", "0"),
        ("CHIARO_ADDRESS_PER_SECOND", "inf"),
        ("CHIARO_ADDRESS_BURST", "many"),
    ],
)
def test_a_wrong_setting_is_told_by_its_name(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        Protection.from_environment({name: value})


def test_keys_are_read_from_the_file_that_is_named(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    protection = Protection.from_environment({"CHIARO_IDENTITY_KEYS": str(path)})
    with pytest.raises(SettingsError, match="CHIARO_IDENTITY_KEYS"):
        protection.identity_verifier()

    path.write_text(json.dumps({"a": "s" * 40}), encoding="utf-8")
    assert protection.identity_verifier()


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("10.1.2.3", "192.0.2.7", "192.0.2.7"),
        ("10.1.2.3", "6.6.6.6, 192.0.2.7, 10.9.9.9", "192.0.2.7"),
        ("203.0.113.9", "192.0.2.7", "203.0.113.9"),
        ("127.0.0.1", "192.0.2.7", "127.0.0.1"),
    ],
)
def test_only_a_trusted_proxy_is_believed_about_whose_message_it_is(peer: str, forwarded: str, address: str) -> None:
    app = FastAPI()

    @app.get("/")
    def who(request: Request) -> str:
        assert request.client is not None
        return request.client.host

    trusted = Protection.from_environment({"CHIARO_TRUSTED_PROXIES": "10.0.0.0/8"}).trusted_proxies
    behind = ProxyHeadersMiddleware(app, list(trusted))
    client = TestClient(behind, client=(peer, 4711))

    assert client.get("/", headers={"X-Forwarded-For": forwarded}).json() == address
