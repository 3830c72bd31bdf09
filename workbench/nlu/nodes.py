"""What YAML's nodes say."""

from __future__ import annotations

from collections.abc import Container

import yaml

NULL = "tag:yaml.org,2002:null"
MERGE = "tag:yaml.org,2002:merge"


def value_of(node: yaml.Node | None, key: str) -> yaml.Node | None:
    """What stands under a key of a mapping, None where there is none."""
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for name, value in node.value if isinstance(name, yaml.ScalarNode) and name.value == key), None)


def said(node: yaml.Node | None, left_out: Container[int] = ()) -> object:
    """All values of a node, whatever its form, without the nodes whose `id` is left out."""
    if node is None or id(node) in left_out:
        return None
    if isinstance(node, yaml.ScalarNode):
        return (node.tag, node.value)
    if isinstance(node, yaml.MappingNode):
        return tuple((said(key, left_out), said(value, left_out)) for key, value in node.value)
    return tuple(said(inner, left_out) for inner in node.value)


def first_line(node: yaml.Node) -> int:
    """The line on which a node begins, counted from 0."""
    return node.start_mark.line if node.start_mark is not None else 0


def last_line(node: yaml.Node) -> int:
    """The line on which a node ends; of blocks the one after their last, and after blank lines."""
    return node.end_mark.line if node.end_mark is not None else 0


def first_column(node: yaml.Node) -> int:
    """The column at which a node begins, counted from 0."""
    return node.start_mark.column if node.start_mark is not None else 0


def last_column(node: yaml.Node) -> int:
    """The column behind a node's end, counted from 0."""
    return node.end_mark.column if node.end_mark is not None else 0
