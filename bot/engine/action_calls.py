"""What is sent to the action server."""

from typing import Any

import pluggy

_hook = pluggy.HookimplMarker("rasa")


class LeanActionCalls:
    """A plugin of Rasa that sends an empty domain with a call.

    The actions read nothing of the domain, which would be 40 KB a call; with `enable_selective_domain` Rasa leaves it
    out, and the action server of a later release asks for one by refusing the call.
    """

    @_hook
    def prefix_stripping_for_custom_actions(self, json_body: dict[str, Any]) -> dict[str, Any]:
        """Return the call with a domain."""
        return {"domain": {}, **json_body}
