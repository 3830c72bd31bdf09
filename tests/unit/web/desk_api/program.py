"""A program of another desk: calls the interface with a token, and holds each answer against its own description."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

import httpx
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import BaseModel

from learning.encoder import SentenceEncoder
from tests.unit.web.accounts.desk import NOW, Clock, add_account, connected
from tests.unit.web.accounts.table import ADMINISTRATOR, REPRESENTATIVE
from tests.unit.web.console.played import Console
from web.accounts.records import Account, Role, Scope
from web.accounts.secrets_made import API_PREFIX, hash_of, new_id, new_token
from web.accounts.store import tokens
from web.desk_api import answers
from web.desk_api.parts import install_desk_api
from web.openapi import Problem, describe
from web.settings import Settings

PATH = "/api/desk/conversations"
EVERY_SCOPE = frozenset(Scope)


class DeskConsole(Console):
    """The console's app, with the interface for other desks."""

    def __init__(self, url: str, clock: Clock, encoder: SentenceEncoder) -> None:
        super().__init__(url, clock, encoder)
        settings = Settings(secret="s" * 40, database_url=url)
        install_desk_api(self.app, settings, self.parts._staff, self.parts, self.inbox, self.database)
        self.document = describe(self.app.openapi())

    def program(self, account: Account, scopes: Collection[Scope] = EVERY_SCOPE, **changes: Any) -> Program:
        """A program with a new token that this account made."""
        token = API_PREFIX + new_token()
        values = {
            "token_id": new_id(),
            "token_hash": hash_of(token),
            "name": "the other desk",
            "account_id": account.id,
            "scopes": sorted(scope.value for scope in scopes),
            "made_at": NOW,
            "ends_at": NOW + 1000,
        }
        with connected(self.url) as connection:
            tokens.add(connection, values | changes)
        return Program(self.app, self.document, token)

    def representative(self, login: str = "giulia", *more: Role, **changes: Any) -> Account:
        return add_account(self.url, login, REPRESENTATIVE, *more, **changes)

    def administrator(self, login: str = "anna") -> Account:
        return add_account(self.url, login, ADMINISTRATOR)


class Program:
    """Calls with a token; every answer has to be one of those that are described."""

    def __init__(self, app: FastAPI, document: dict[str, Any], token: str) -> None:
        self.client = TestClient(app, raise_server_exceptions=False)
        self.client.__enter__()
        self.document = document
        self.headers = {"Authorization": f"Bearer {token}"}

    def get(self, path: str = "", **query: Any) -> httpx.Response:
        return self._call("GET", path, params=query)

    def post(self, path: str, body: Any = None, **query: Any) -> httpx.Response:
        return self._call("POST", path, params=query, json={} if body is None else body)

    def ask(self, path: str = "", **query: Any) -> Any:
        """The document of a good answer."""
        answer = self.get(path, **query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def close(self) -> None:
        self.client.__exit__()

    def _call(self, method: str, path: str, **sent: Any) -> httpx.Response:
        answer: httpx.Response = self.client.request(method, PATH + path, headers=self.headers, **sent)
        described = self._responses(method, PATH + path)
        kind = answer.headers["content-type"].partition(";")[0]
        named = described[str(answer.status_code)]["content"][kind]["schema"]["$ref"].rpartition("/")[2]
        model: type[BaseModel] = Problem if named == "Problem" else getattr(answers, named)
        assert set(model.model_fields) == set(self.document["components"]["schemas"][named]["properties"])
        model.model_validate_json(answer.content, strict=True)
        return answer

    def _responses(self, method: str, path: str) -> dict[str, Any]:
        for pattern, operations in self.document["paths"].items():
            if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", pattern), path):
                return dict(operations[method.lower()]["responses"])
        raise AssertionError(f"{path} is not described")


def refusal(answer: httpx.Response) -> tuple[int, str]:
    """The status and the code of a refusal."""
    return answer.status_code, answer.json().get("code", "")
