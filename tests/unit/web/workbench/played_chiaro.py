"""`chiaro` as tests play it: started by the web process in place of the real one."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from pathlib import Path

HOSTILE = "<img src=x onerror=alert(1)>\"' {{7*7}} %_\\"
COMMAND = (sys.executable, "-m", "tests.unit.web.workbench.played_chiaro")


def main() -> None:
    """Play the command that is asked for; what was asked stands in the log."""
    arguments = sys.argv[1:]
    print("asked: " + " ".join(arguments), file=sys.stderr, flush=True)
    if arguments[0] == "trial":
        from tests.unit.web.workbench.played_talks import play_trial  # takes a second to import

        asyncio.run(play_trial())
    print(json.dumps({"step": "simulation.walking", "of": 2}), flush=True)
    print(json.dumps({"done": 1, "name": HOSTILE}), flush=True)
    if os.environ.get("CHIARO_PLAYED_WAITS"):
        time.sleep(60)
    result = os.environ.get("CHIARO_PLAYED_RESULT")
    if result:
        Path(arguments[arguments.index("--json") + 1]).write_text(result, encoding="utf-8")
    sys.exit(int(os.environ.get("CHIARO_PLAYED_CODE", "0")))


if __name__ == "__main__":
    main()
