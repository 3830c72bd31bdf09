"""Writes content into files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from tests.factories.companies import make_company, make_laws, make_out_of_scope
from tests.factories.small_company import small_company
from tests.factories.texts import Content


def write_yaml(path: Path, content: Any) -> Path:
    """Writes `content` as YAML; its folder is made if missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.dump(content, Dumper=_NoAliases, allow_unicode=True, sort_keys=False, width=110)
    path.write_text(text, encoding="utf-8")
    return path


class _NoAliases(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    def ignore_aliases(self, _data: Any) -> bool:
        return True


def write_article(folder: Path, article: Content) -> Path:
    """Writes an article into a company's folder, under its own name."""
    return write_yaml(folder / "policies" / f"{article['policy_id']}.yml", article)


def write_company(folder: Path, articles: Iterable[Content] | None = None, **parts: Content) -> Path:
    """Writes a company; `parts` may give another `company`, `laws` or `out_of_scope`. Returns the folder."""
    write_yaml(folder / "company.yml", parts.get("company", make_company()))
    write_yaml(folder / "laws.yml", parts.get("laws", make_laws()))
    write_yaml(folder / "out_of_scope.yml", parts.get("out_of_scope", make_out_of_scope()))
    for article in small_company() if articles is None else articles:
        write_article(folder, article)
    return folder


def read_article(folder: Path, policy_id: str) -> Content:
    """What an article's file holds."""
    content: Content = yaml.safe_load((folder / "policies" / f"{policy_id}.yml").read_text("utf-8"))
    return content


def change_newest(folder: Path, policy_id: str, **changes: Any) -> Path:
    """Changes the newest revision of an article in its file."""
    article = read_article(folder, policy_id)
    article["revisions"][0] |= changes
    return write_article(folder, article)


def change_article(folder: Path, policy_id: str, **changes: Any) -> Path:
    """Changes whole keys of an article in its file."""
    return write_article(folder, read_article(folder, policy_id) | changes)
