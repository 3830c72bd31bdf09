"""Personal numbers and addresses in any text, put out of sight: cards, IBANs, tax codes, e-mail, telephones."""

from __future__ import annotations

from policy_kb.language.personal import without_personal_numbers


def mask(text: str) -> str:
    """`text` with each find replaced: `[email]`, `[iban]`, `[fiscal code]`, `[card]`, `[vat]` or `[phone]`."""
    return without_personal_numbers(text, lambda span, _: f"[{span.kind}]")
