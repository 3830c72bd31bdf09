"""What pip is told about package indexes on this machine, said again in uv's variables."""

from __future__ import annotations

import ast
import subprocess
from pathlib import Path
from typing import Mapping
from urllib.parse import unquote, urlparse


def uv_variables(python: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """uv's variables for the settings of the pip that `python` has; those already in `environ` win.

    uv reads none of pip's files and variables, so an index of one's own would be passed over.
    """
    return {name: value for name, value in translate(read(python)).items() if value and name not in environ}


def read(python: Path) -> dict[str, str]:
    """pip's settings from its files and variables, as `pip config list` gives them; {} without pip."""
    answer = subprocess.run(
        [str(python), "-m", "pip", "config", "list"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return parse(answer.stdout.decode("utf-8", "replace")) if answer.returncode == 0 else {}


def parse(listing: str) -> dict[str, str]:
    """Settings by name from lines such as `global.index-url='…'`; a variable beats a file."""
    found: dict[str, str] = {}
    for line in sorted(listing.splitlines(), key=lambda text: text.startswith(":env:")):
        key, is_setting, value = line.partition("=")
        section, _, name = key.rpartition(".")
        if is_setting and section in ("global", "install", ":env:"):
            found[name] = _text(value)
    return found


def translate(settings: Mapping[str, str]) -> dict[str, str]:
    """uv's variables that say the same as pip's `settings`; an empty value says nothing."""
    # No folders of this machine: uv takes a release from one index only, and such a folder has few files.
    extra = [index for index in settings.get("extra-index-url", "").split() if _is_remote(index)]
    links = [place for place in settings.get("find-links", "").split() if _may_be_there(place)]
    return {
        "UV_DEFAULT_INDEX": settings.get("index-url", ""),
        "UV_INDEX": " ".join(extra),
        # pip takes the best of all indexes; the lock's hashes keep that safe.
        "UV_INDEX_STRATEGY": "unsafe-best-match" if extra else "",
        "UV_FIND_LINKS": ",".join(links),
        "UV_INSECURE_HOST": settings.get("trusted-host", ""),
        "SSL_CERT_FILE": settings.get("cert", ""),
    }


def _is_remote(place: str) -> bool:
    return urlparse(place).scheme in ("http", "https")


def _may_be_there(place: str) -> bool:
    if _is_remote(place):
        return True
    address = urlparse(place)
    return Path(unquote(address.path) if address.scheme == "file" else place).is_dir()


def _text(value: str) -> str:
    try:
        return str(ast.literal_eval(value))
    except (ValueError, SyntaxError):
        return value
