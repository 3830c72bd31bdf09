"""Who may use which route for staff. A route that is not here fails the tests: add yours."""

from __future__ import annotations

from web.accounts.records import Role

REPRESENTATIVE, TRAINER = Role.REPRESENTATIVE, Role.TRAINER
POLICY_OWNER, ADMINISTRATOR = Role.POLICY_OWNER, Role.ADMINISTRATOR
EVERY_ROLE = frozenset(Role)
ANYBODY: frozenset[Role] | None = None

_ADMINISTRATORS = frozenset({ADMINISTRATOR})
_REPRESENTATIVES = frozenset({REPRESENTATIVE})
_CONVERSATION = "/c/{conversation_id}"
_CONSOLE_PAGES = (
    *("", "/list", "/stream", _CONVERSATION),
    *(_CONVERSATION + "/inside/{number}", _CONVERSATION + "/suggestions"),
    *("/policies", "/policies/{policy_id}", "/replies"),
)
_CONSOLE_ACTS = (
    *("take", "back", "pass", "close", "say", "note", "presence", "escalate", "requests/{ticket_id}"),
    *(f"suggestions/{{suggestion_id}}/{act}" for act in ("opened", "dismiss", "wrong")),
)

_NUMBERS = frozenset({REPRESENTATIVE, TRAINER, POLICY_OWNER})

# None: also whoever is not signed in.
ROUTES: dict[tuple[str, str], frozenset[Role] | None] = {
    ("GET", "/staff/login"): ANYBODY,
    ("POST", "/staff/login"): ANYBODY,
    ("GET", "/staff"): EVERY_ROLE,
    ("POST", "/staff/logout"): EVERY_ROLE,
    ("POST", "/staff/logout-everywhere"): EVERY_ROLE,
    ("POST", "/staff/language"): EVERY_ROLE,
    ("GET", "/staff/password"): EVERY_ROLE,
    ("POST", "/staff/password"): EVERY_ROLE,
    ("GET", "/staff/accounts"): _ADMINISTRATORS,
    ("POST", "/staff/accounts"): _ADMINISTRATORS,
    ("POST", "/staff/accounts/{account_id}/roles"): _ADMINISTRATORS,
    ("POST", "/staff/accounts/{account_id}/disable"): _ADMINISTRATORS,
    ("POST", "/staff/accounts/{account_id}/enable"): _ADMINISTRATORS,
    ("POST", "/staff/accounts/{account_id}/reset"): _ADMINISTRATORS,
    ("GET", "/staff/tokens"): _ADMINISTRATORS,
    ("POST", "/staff/tokens"): _ADMINISTRATORS,
    ("POST", "/staff/tokens/{token_id}/revoke"): _ADMINISTRATORS,
    ("GET", "/staff/audit"): _ADMINISTRATORS,
    **{("GET", f"/staff/console{path}"): _REPRESENTATIVES for path in _CONSOLE_PAGES},
    **{("POST", f"/staff/console/c/{{conversation_id}}/{act}"): _REPRESENTATIVES for act in _CONSOLE_ACTS},
    **{("POST", f"/staff/console/replies{act}"): _REPRESENTATIVES for act in ("", "/{pair_id}", "/{pair_id}/remove")},
    **{("GET", f"/staff/suggestions{path}"): _NUMBERS for path in ("", "/list", "/csv")},
    ("POST", "/staff/suggestions/reset"): frozenset({POLICY_OWNER}),
}
# Whoever may open these would never hear the end of them.
STREAMS = frozenset({"/staff/console/stream"})
GUARDED = {route: roles for route, roles in ROUTES.items() if roles is not None}
CHANGING = [(method, path) for method, path in GUARDED if method != "GET"]
