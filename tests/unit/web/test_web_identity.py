"""A company's site says who its customer is by a short-lived signed token; all else is one and the same refusal."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as new_ec_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key as new_rsa_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from web.errors import RefusalCode, RefusalError, SettingsError
from web.identity import Identity, IdentityVerifier
from web.identity_keys import read_identity_keys

SECRET = "a secret that only the site and we know, as long as the longest hash"
SITE = Ed25519PrivateKey.generate()
OLD_SITE = Ed25519PrivateKey.generate()
RSA_SITE = new_rsa_key(65537, 2048)


def pem(key: Any) -> str:
    public: bytes = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return public.decode()


KEYS = {"new": pem(SITE), "old": pem(OLD_SITE), "rsa": pem(RSA_SITE), "shared": SECRET}


@pytest.fixture(scope="module")
def keys_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("keys") / "keys.json"
    path.write_text(json.dumps(KEYS), encoding="utf-8")
    return path


@pytest.fixture
def verifier(keys_file: Path) -> IdentityVerifier:
    return IdentityVerifier(read_identity_keys(keys_file), "chiaro")


def claims(**changes: Any) -> dict[str, Any]:
    now = int(time.time())
    whole = {"sub": "C-1001", "aud": "chiaro", "iat": now, "exp": now + 300, **changes}
    return {name: value for name, value in whole.items() if value is not ...}


def signed(body: dict[str, Any], key: Any = SITE, algorithm: str = "EdDSA", kid: Any = "new") -> str:
    return jwt.encode(body, key, algorithm, {"kid": kid} if kid is not ... else None)


def refused(verifier: IdentityVerifier, token: str) -> None:
    with pytest.raises(RefusalError) as raised:
        verifier.verify(token)
    assert raised.value.code is RefusalCode.BAD_IDENTITY
    assert raised.value.values == {}


@pytest.mark.parametrize(
    ("key", "algorithm", "kid"),
    [(SITE, "EdDSA", "new"), (OLD_SITE, "EdDSA", "old"), (RSA_SITE, "RS256", "rsa"), (SECRET, "HS256", "shared")],
)
def test_a_token_of_any_configured_key_names_the_customer(
    verifier: IdentityVerifier, key: Any, algorithm: str, kid: str
) -> None:
    token = signed(claims(name=" Anna Bianchi "), key, algorithm, kid)

    assert verifier.verify(token) == Identity("C-1001", "Anna Bianchi")


def test_a_name_that_cannot_be_shown_is_left_out(verifier: IdentityVerifier) -> None:
    assert verifier.verify(signed(claims(name="a\u202eb", jti="1"))).name is None
    assert verifier.verify(signed(claims(name="a" * 200, jti="2"))).name is None


@dataclass(frozen=True)
class At:
    """A moment so many seconds from when the test runs, not from when it was read."""

    seconds: int
    as_text: bool = False

    def value(self) -> int | str:
        moment = int(time.time()) + self.seconds
        return str(moment) if self.as_text else moment


@pytest.mark.parametrize(
    "changes",
    [
        {"sub": ...},
        {"exp": ...},
        {"aud": ...},
        {"sub": ""},
        {"sub": 7},
        {"sub": "a\u0000b"},
        {"sub": "a" * 129},
        {"sub": "a b"},
        {"sub": "' or 1=1"},
        {"aud": "another"},
        {"aud": ["another"]},
        {"aud": 7},
        {"exp": At(-60)},
        {"exp": At(3600)},
        {"exp": At(700), "iat": ...},
        {"exp": "soon"},
        {"exp": At(300, as_text=True)},
        {"exp": True},
        {"exp": 1e400},
        {"exp": float("nan")},
        {"exp": None},
        {"iat": At(120)},
        {"iat": "now"},
        {"iat": -1e400},
        {"nbf": At(120)},
        {"nbf": []},
        {"name": 7},
        {"jti": 7},
        {"jti": ""},
        {"jti": "a" * 300},
    ],
    ids=str,
)
def test_a_claim_that_is_missing_wrong_or_of_another_time_is_refused(
    verifier: IdentityVerifier, changes: dict[str, Any]
) -> None:
    # Not by the library, which refuses to write some of these: another program may not.
    moments = {name: value.value() if isinstance(value, At) else value for name, value in changes.items()}
    refused(verifier, _unchecked(claims(**moments)))


def _unchecked(body: dict[str, Any]) -> str:
    header = _part({"alg": "EdDSA", "kid": "new"})
    payload = _part(body)
    signature = SITE.sign(f"{header}.{payload}".encode())
    return f"{header}.{payload}.{_encoded(signature)}"


def _part(value: Any) -> str:
    return _encoded(json.dumps(value).encode())


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def test_clocks_may_differ_by_half_a_minute(verifier: IdentityVerifier) -> None:
    now = int(time.time())

    assert verifier.verify(signed(claims(exp=now - 15, iat=now - 300)))
    assert verifier.verify(signed(claims(nbf=now + 15, iat=now + 15, exp=now + 315)))


def test_no_algorithm_is_chosen_by_the_token(verifier: IdentityVerifier) -> None:
    public = pem(SITE).encode()
    payload = _part(claims())
    refused(verifier, jwt.encode(claims(), None, "none", {"kid": "new"}))
    refused(verifier, f"{_part({'alg': 'None', 'kid': 'new'})}.{payload}.")
    refused(verifier, signed(claims(), SECRET, "HS256", "new"))
    refused(verifier, signed(claims(), SECRET, "HS384", "shared"))
    refused(verifier, signed(claims(), RSA_SITE, "PS256", "rsa"))
    # The old trick: the public key, which everybody has, used as a secret.
    forged = f"{_part({'alg': 'HS256', 'kid': 'new'})}.{payload}"
    refused(verifier, f"{forged}.{_encoded(hmac.new(public, forged.encode(), hashlib.sha256).digest())}")


def test_a_key_that_is_unknown_or_another_s_is_refused(verifier: IdentityVerifier) -> None:
    refused(verifier, signed(claims(), SITE, kid="gone"))
    refused(verifier, signed(claims(), SITE, kid="old"))
    refused(verifier, signed(claims(), SITE, kid=...))
    refused(verifier, f"{_part({'alg': 'EdDSA', 'kid': ['new']})}.{_part(claims())}.AAAA")
    refused(verifier, signed(claims(), Ed25519PrivateKey.generate()))


def test_a_token_is_good_once_only(verifier: IdentityVerifier) -> None:
    with_jti = signed(claims(jti="once"))
    without = signed(claims())
    for token in (with_jti, without):
        verifier.verify(token)
        refused(verifier, token)
    refused(verifier, signed(claims(jti="once", sub="C-1002")))


def test_used_tokens_are_forgotten_when_they_could_not_be_used_any_more(keys_file: Path) -> None:
    moment = [time.time()]
    verifier = IdentityVerifier(read_identity_keys(keys_file), "chiaro", lambda: moment[0], capacity=3)
    for number in range(10):
        verifier.verify(signed(claims(jti=str(number))))
        assert len(verifier._used) <= 3

    moment[0] += 700
    with pytest.raises(RefusalError):
        verifier.verify(signed(claims(jti="late", iat=At(-5000).value(), exp=At(300).value())))
    verifier.verify(signed(claims(jti="fresh")))
    assert len(verifier._used) == 1


def test_every_flipped_bit_is_noticed(verifier: IdentityVerifier) -> None:
    token = signed(claims())
    for position in range(0, len(token), 3):
        changed = token[:position] + ("A" if token[position] != "A" else "B") + token[position + 1 :]
        if _same_signature(token, changed):
            continue
        refused(verifier, changed)


def _same_signature(one: str, other: str) -> bool:
    """Whether two tokens differ only in bits of the last character that stand for nothing."""
    first, second = one.rsplit(".", 1), other.rsplit(".", 1)
    decoded = [base64.urlsafe_b64decode(part[1] + "==") if "." not in part[1] else b"" for part in (first, second)]
    return first[0] == second[0] and decoded[0] == decoded[1]


@pytest.mark.parametrize(
    "token",
    [
        "",
        ".",
        "..",
        "a.b.c",
        "é.é.é",
        "\ud800",
        "\u0000",
        "a" * 5000,
        f"{_encoded(b'[' * 2500)}.e30.AAAA",
        "e30.e30.e30",
    ],
    ids=repr,
)
def test_what_is_no_token_is_refused(verifier: IdentityVerifier, token: str) -> None:
    refused(verifier, token)


@given(st.text(max_size=200))
def test_no_text_at_all_breaks_it(text: str) -> None:
    refused(IdentityVerifier({}, "chiaro"), text)


def test_without_keys_every_identity_is_refused_in_the_same_way() -> None:
    refused(IdentityVerifier({}, "chiaro"), signed(claims()))


def _private_pem() -> str:
    return SITE.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("not json", "as JSON"),
        ("[" * 100_000, "as JSON"),
        ("[]", "must hold an object"),
        ("{}", "must hold an object"),
        ('{"a": 7}', "is not text"),
        ('{"a": "short"}', "fewer than 32 bytes"),
        (json.dumps({"a": _private_pem()}), "private key"),
        (json.dumps({"a": "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"}), "cannot be read"),
        (json.dumps({"a": pem(new_rsa_key(65537, 1024))}), "neither Ed25519 nor RSA"),
        (json.dumps({"a": pem(new_ec_key(SECP256R1()))}), "neither Ed25519 nor RSA"),
    ],
    ids=lambda value: value[:20],
)
def test_a_wrong_file_of_keys_is_told_at_the_start(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "keys.json"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(SettingsError, match=said):
        read_identity_keys(path)


def test_a_missing_file_of_keys_is_told_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="CHIARO_IDENTITY_KEYS"):
        read_identity_keys(tmp_path / "none.json")
