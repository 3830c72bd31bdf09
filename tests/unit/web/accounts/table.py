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

_TRAINERS = frozenset({TRAINER})
_OWNERS = frozenset({POLICY_OWNER})
_BENCH = "/staff/workbench"
_REVIEW = "/staff/workbench/review"
_MODELS = "/staff/workbench/models"
_GROUP = f"{_REVIEW}/groups/{{group_id}}"
_DRAFTS = f"{_REVIEW}/drafts"
_TESTS = "/staff/workbench/tests"
_RECORD = f"{_TESTS}/record"

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
    **{("GET", path): _TRAINERS for path in (_REVIEW, _GROUP, f"{_GROUP}/correct")},
    **{("POST", f"{_GROUP}/{act}"): _TRAINERS for act in ("decide", "correct")},
    ("POST", f"{_REVIEW}/decisions/{{decision_id}}/undo"): _TRAINERS,
    **{("GET", _TESTS + path): _TRAINERS for path in ("", "/runs/{job_id}", "/coverage", "/history")},
    **{("GET", path): _TRAINERS for path in (_RECORD, f"{_RECORD}/{{job_id}}")},
    **{("POST", _TESTS + path): _TRAINERS for path in ("/run", "/coverage", "/record")},
    **{("POST", f"{_RECORD}/{{job_id}}/{act}"): _TRAINERS for act in ("choose", "write")},
    **{("GET", _MODELS + path): _TRAINERS for path in ("", "/compared/{id}", "/jobs/{job_id}")},
    **{("POST", f"{_MODELS}/{act}"): _TRAINERS for act in ("train", "compare", "promote", "rollback")},
    **{
        ("GET", _BENCH + path): _TRAINERS
        for path in ("", "/jobs/{job_id}", "/jobs/{job_id}/stream", "/findings", "/talk")
    },
    **{("GET", _BENCH + path): _TRAINERS for path in ("/simulate", "/simulate/runs/{job_id}")},
    **{("POST", _BENCH + path): _TRAINERS for path in ("/jobs/{job_id}/stop", "/simulate")},
    **{("POST", f"{_BENCH}/talk/{act}"): _TRAINERS for act in ("start", "begin", "say", "back")},
    ("POST", f"{_BENCH}/findings"): _TRAINERS,
    **{("POST", f"{_BENCH}/findings/{{finding_id}}/{act}"): _TRAINERS for act in ("accept", "mend", "undo")},
    ("GET", _DRAFTS): _TRAINERS | _OWNERS,
    **{("POST", f"{_DRAFTS}/{act}"): _OWNERS for act in ("publish", "{draft_id}/approve", "{draft_id}/refuse")},
}
# Whoever may open these would never hear the end of them.
STREAMS = frozenset({"/staff/console/stream", f"{_BENCH}/jobs/{{job_id}}/stream"})
GUARDED = {route: roles for route, roles in ROUTES.items() if roles is not None}
CHANGING = [(method, path) for method, path in GUARDED if method != "GET"]
