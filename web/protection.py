"""What the protections can be set to from outside, read once at start."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from web.errors import SettingsError
from web.identity import IdentityVerifier
from web.identity_keys import read_identity_keys
from web.privacy.stores import DEFAULT_TRACKER_URL
from web.rate_limits import Limit, RateLimits


def _listed(value: Any) -> Any:
    return value.replace(",", " ").split() if isinstance(value, str) else value


def _origin(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or value != f"{parts.scheme}://{parts.netloc}":
        raise ValueError(f"{value!r} is no origin such as https://shop.example (no path, no slash at the end)")
    if parts.username is not None or any(sign in value for sign in ";'\"*"):
        raise ValueError(f"{value!r} is no origin such as https://shop.example")
    return value.lower()


def _network(value: str) -> str:
    return str(ip_network(value))


Origin = Annotated[str, BeforeValidator(_origin)]
Network = Annotated[str, BeforeValidator(_network)]
Origins = Annotated[frozenset[Origin], BeforeValidator(_listed)]
Networks = Annotated[tuple[Network, ...], BeforeValidator(_listed)]
Burst = Annotated[int, Field(ge=1)]
PerSecond = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class Protection(BaseModel):
    """Who may embed and call, how often, and whose word on customers counts.

    `embed_origins` may show the widget's frame, `api_origins` may call the API from their own pages; this site always
    may. `trusted_proxies` are addresses and networks whose X-Forwarded-For is believed. Limits count messages.
    `tracker_url` is where Rasa keeps conversations, so that a customer can erase theirs.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    embed_origins: Origins = frozenset()
    api_origins: Origins = frozenset()
    trusted_proxies: Networks = ()
    visitor_burst: Burst = 20
    visitor_per_second: PerSecond = 1.0
    address_burst: Burst = 200
    address_per_second: PerSecond = 10.0
    identity_keys: Path | None = None
    identity_audience: Annotated[str, Field(min_length=1)] = "chiaro"
    tracker_url: str | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Protection:
        """Read the `CHIARO_…` variables.

        Raises:
            SettingsError: a value is wrong.
        """
        given = {field: environment[name] for name, field in VARIABLES.items() if environment.get(name)}
        try:
            return cls.model_validate({"tracker_url": DEFAULT_TRACKER_URL, **given})
        except ValidationError as error:
            raise SettingsError(_explain(error)) from error

    def rate_limits(self) -> RateLimits:
        """The limits, with nothing counted yet."""
        visitor = Limit(self.visitor_burst, self.visitor_per_second)
        return RateLimits(visitor, Limit(self.address_burst, self.address_per_second))

    def identity_verifier(self) -> IdentityVerifier:
        """The verifier; without a file of keys it refuses every identity.

        Raises:
            SettingsError: the file of keys cannot be used.
        """
        keys = read_identity_keys(self.identity_keys) if self.identity_keys else {}
        return IdentityVerifier(keys, self.identity_audience)


VARIABLES = {
    "CHIARO_EMBED_ORIGINS": "embed_origins",
    "CHIARO_API_ORIGINS": "api_origins",
    "CHIARO_TRUSTED_PROXIES": "trusted_proxies",
    "CHIARO_VISITOR_BURST": "visitor_burst",
    "CHIARO_VISITOR_PER_SECOND": "visitor_per_second",
    "CHIARO_ADDRESS_BURST": "address_burst",
    "CHIARO_ADDRESS_PER_SECOND": "address_per_second",
    "CHIARO_IDENTITY_KEYS": "identity_keys",
    "CHIARO_IDENTITY_AUDIENCE": "identity_audience",
    "CHIARO_TRACKER_URL": "tracker_url",
}


def _explain(error: ValidationError) -> str:
    names = {field: name for name, field in VARIABLES.items()}
    wrong = [f"{names.get(str(item['loc'][0]), item['loc'][0])}: {item['msg']}" for item in error.errors()]
    return "wrong settings: " + "; ".join(wrong)
