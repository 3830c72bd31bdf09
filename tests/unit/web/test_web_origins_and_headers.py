"""Only this site's pages and those named in the settings may call, and only those named may show the widget."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from web.headers import SecurityHeaders
from web.language import LANGUAGES
from web.origins import OriginGuard, Origins, share_with
from web.problems import Problems
from web.wording import Wording

SHOP = "https://shop.example"
FOREIGN = (
    "https://evil.example",
    "null",
    "http://testserver.evil.example",
    "https://testserver:8443",
    "",
    "x",
    "http://",
)


@pytest.fixture
def client() -> Iterator[TestClient]:
    app = FastAPI(openapi_url="/api/openapi.json")

    @app.api_route("/api/messages", methods=["GET", "POST", "DELETE"])
    @app.api_route("/api/events", methods=["GET"])
    @app.api_route("/page", methods=["GET", "POST"])
    @app.api_route("/frame", methods=["GET"])
    @app.api_route("/widget.js", methods=["GET"])
    def route() -> dict[str, bool]:
        return {"done": True}

    problems = Problems({language: Wording.read(language) for language in LANGUAGES})
    share_with(app, frozenset({SHOP}))
    app.add_middleware(OriginGuard, origins=Origins(frozenset({SHOP})), problems=problems)
    app.add_middleware(SecurityHeaders, embed_origins=frozenset({SHOP, "https://b.example"}))
    with TestClient(app) as client:
        yield client


GUARDED = [("POST", "/api/messages"), ("DELETE", "/api/messages"), ("GET", "/api/events"), ("POST", "/page")]


@pytest.mark.parametrize(("method", "path"), GUARDED)
@pytest.mark.parametrize("origin", FOREIGN)
def test_a_foreign_page_is_refused_in_the_customer_s_language(
    client: TestClient, method: str, path: str, origin: str
) -> None:
    answer = client.request(method, path, headers={"Origin": origin, "Accept-Language": "en"})

    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "foreign_origin"
    assert "access-control-allow-origin" not in answer.headers
    assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(("method", "path"), GUARDED)
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_page_that_sends_no_origin_is_known_by_its_site(
    client: TestClient, method: str, path: str, site: str
) -> None:
    assert client.request(method, path, headers={"Sec-Fetch-Site": site}).status_code == 403
    own = {"Origin": "http://testserver", "Sec-Fetch-Site": site}
    assert client.request(method, path, headers=own).status_code == 403


@pytest.mark.parametrize(("method", "path"), GUARDED)
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://testserver"},
        {"Origin": "https://testserver"},
        {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": SHOP, "Sec-Fetch-Site": "cross-site"},
    ],
    ids=str,
)
def test_this_site_an_allowed_one_and_no_browser_at_all_are_let_in(
    client: TestClient, method: str, path: str, headers: dict[str, str]
) -> None:
    assert client.request(method, path, headers=headers).status_code == 200


def test_a_link_to_us_can_be_followed_from_anywhere(client: TestClient) -> None:
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}

    assert client.get("/page", headers=link).status_code == 200
    assert client.get("/api/messages", headers=link).status_code == 200
    assert client.post("/api/messages", headers=link).status_code == 403
    assert client.get("/api/messages", headers=link | {"Sec-Fetch-Dest": "iframe"}).status_code == 403


def test_an_allowed_site_may_ask_before_and_read_the_answer(client: TestClient) -> None:
    asked = {
        "Origin": SHOP,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type,last-event-id",
    }
    before, answer = (
        client.options("/api/messages", headers=asked),
        client.post("/api/messages", headers={"Origin": SHOP}),
    )

    assert before.status_code == 200
    assert answer.headers["access-control-allow-origin"] == before.headers["access-control-allow-origin"] == SHOP
    assert "access-control-allow-credentials" not in answer.headers
    assert "Origin" in answer.headers["vary"]
    assert client.options("/api/messages", headers=asked | {"Origin": "https://evil.example"}).status_code == 403


def test_only_the_widget_s_frame_may_be_shown_elsewhere_and_only_where_it_was_allowed(client: TestClient) -> None:
    frame, page = (client.get(path).headers["content-security-policy"] for path in ("/frame", "/page"))

    assert frame.endswith("frame-ancestors 'self' https://b.example https://shop.example")
    assert page.endswith("frame-ancestors 'self'")


def test_the_script_that_other_sites_load_may_be_loaded_and_nothing_else(client: TestClient) -> None:
    assert client.get("/widget.js").headers["cross-origin-resource-policy"] == "cross-origin"
    assert client.get("/frame").headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/page", "/frame", "/widget.js", "/api/events", "/nothing"])
def test_every_response_says_what_a_page_may_do(client: TestClient, path: str) -> None:
    headers = client.get(path).headers

    assert "unsafe" not in headers["content-security-policy"]
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "camera=()" in headers["permissions-policy"]
    assert headers["cache-control"] == ("no-store" if path.startswith("/api") else "no-cache")
