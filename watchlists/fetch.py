"""Download one file from its publisher, and nothing else: bounded, retried, conditional, redirected only to
the publisher.

Secrets in the address (the EU's token, signed addresses behind a redirect) never reach a log, a message or a
file.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import httpx

from watchlists.errors import UnavailableList
from watchlists.readers.content import MAX_UNPACKED_BYTES

if TYPE_CHECKING:
    from pathlib import Path

    from watchlists.sources import Source

# httpx logs every address at level INFO, with the secrets that stand in it.
for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)

USER_AGENT = "watchlist-resolver (sanctions list client)"
MAX_REDIRECTS = 5
_RETRIED_STATUS = frozenset({408, 425, 429, 500, 502, 503, 504})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NOT_MODIFIED, _OK = 304, 200

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how much: seconds, tries and bytes."""

    connect: float = 20.0
    read: float = 60.0
    whole: float = 1800.0  # a server that trickles is given up after half an hour
    tries: int = 3
    first_pause: float = 1.0  # doubled after each try
    most_pause: float = 30.0
    max_bytes: int = MAX_UNPACKED_BYTES


@dataclass(frozen=True, slots=True)
class Answer:
    """What the publisher answered; `modified` is False when it says that nothing changed."""

    modified: bool
    etag: str = ""
    last_modified: str = ""


class _TryAgain(Exception):
    """A failure that may pass; `after` is what the server asks us to wait, in seconds."""

    def __init__(self, reason: str, *, after: float = 0.0) -> None:
        super().__init__(reason)
        self.after = after


def download(
    source: Source,
    target: Path,
    *,
    token: str = "",
    etag: str = "",
    last_modified: str = "",
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Answer:
    """Write the source's file to `target`. `etag` and `last_modified` make the request conditional.

    Raises UnavailableList with what happened and what to do: no network, an error status, a redirect to
    another host, more bytes than allowed, or a file that breaks off.
    """
    limits = limits or Limits()
    conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    headers = {"User-Agent": USER_AGENT, **{name: value for name, value in conditions.items() if value}}
    url = source.url.replace("{token}", token)
    pause, reason = limits.first_pause, ""
    timeout = httpx.Timeout(limits.read, connect=limits.connect)
    with httpx.Client(timeout=timeout, follow_redirects=False, headers=headers) as client:
        for attempt in range(1, limits.tries + 1):
            try:
                return _follow(client, url, source=source, target=target, limits=limits, progress=progress)
            except _TryAgain as failure:
                reason = str(failure)
                if attempt < limits.tries:
                    time.sleep(min(max(pause, failure.after), limits.most_pause))
                    pause *= 2
    raise UnavailableList(
        f"{source.name}: {reason}, {limits.tries} times; try again later, or carry the file over by hand "
        f"and run `resolver lists import FILE --source {source.name}`"
    )


def _follow(
    client: httpx.Client, url: str, *, source: Source, target: Path, limits: Limits, progress: Progress | None
) -> Answer:
    """Ask, and ask again where the publisher sends us, if that is still the publisher."""
    deadline = time.monotonic() + limits.whole
    for _ in range(MAX_REDIRECTS + 1):
        host = urlsplit(url).hostname or ""
        try:
            with client.stream("GET", url) as response:
                if response.status_code in _REDIRECTS:
                    url = _next_url(url, response.headers.get("location", ""), source=source)
                    continue
                return _take(
                    response, host, source, target, limits=limits, deadline=deadline, progress=progress
                )
        except httpx.InvalidURL:
            raise UnavailableList(f"{source.name}: its address in sources.toml is not an address") from None
        except httpx.DecodingError:
            raise _TryAgain(f"{host} sent damaged compressed data") from None
        except httpx.TimeoutException:
            raise _TryAgain(f"no answer from {host} in time") from None
        except httpx.ConnectError as error:
            raise _TryAgain(f"no connection to {host} ({_short(error)})") from None
        except httpx.TransportError as error:
            raise _TryAgain(f"the connection to {host} broke off ({_short(error)})") from None
    raise UnavailableList(
        f"{source.name}: redirected more than {MAX_REDIRECTS} times; check its url in sources.toml"
    )


def _short(error: Exception) -> str:
    """The reason of a failure without an address in it."""
    text = " ".join(str(error).split()) or type(error).__name__
    return "detail withheld" if "://" in text or "token" in text else text[:80]


def _next_url(url: str, location: str, *, source: Source) -> str:
    """Where a redirect leads. Refuses another host than the publisher's, and https falling back to http."""
    target = urlsplit(urljoin(url, location))
    host, origin = target.hostname or "", urlsplit(source.url)
    allowed = host == origin.hostname or any(_matches(host, known) for known in source.redirect_hosts)
    if not location or not allowed or target.scheme != origin.scheme:
        raise UnavailableList(
            f"{source.name}: redirected to {target.scheme}://{host or '?'}, not the publisher; not followed. "
            "If the publisher has moved, add the host to redirect_hosts in sources.toml"
        )
    return target.geturl()


def _matches(host: str, known: str) -> bool:
    return host.endswith(known) if known.startswith(".") else host == known


def _take(
    response: httpx.Response,
    host: str,
    source: Source,
    target: Path,
    *,
    limits: Limits,
    deadline: float,
    progress: Progress | None,
) -> Answer:
    etag, last_modified = response.headers.get("etag", ""), response.headers.get("last-modified", "")
    if response.status_code == _NOT_MODIFIED:
        return Answer(modified=False, etag=etag, last_modified=last_modified)
    if response.status_code in _RETRIED_STATUS:
        raise _TryAgain(f"{host} answers {response.status_code}", after=_retry_after(response))
    if response.status_code != _OK:
        hint = f"; {source.token_help}" if source.token_env else ""
        raise UnavailableList(f"{source.name}: {host} answers {response.status_code}{hint}")
    length = response.headers.get("content-length", "")
    plain = "content-encoding" not in response.headers
    whole = int(length) if length.isdecimal() and plain else None
    got = 0
    with target.open("wb") as file:
        for chunk in response.iter_bytes():
            got += len(chunk)
            if got > limits.max_bytes:
                raise UnavailableList(
                    f"{source.name}: {host} sends more than {limits.max_bytes >> 20} MiB: no list; refused"
                )
            if time.monotonic() > deadline:
                raise _TryAgain(f"{host} took more than {limits.whole:.0f} s for the file")
            file.write(chunk)
            if progress:
                progress(got, whole)
    return Answer(modified=True, etag=etag, last_modified=last_modified)


def _retry_after(response: httpx.Response) -> float:
    seconds = response.headers.get("retry-after", "")
    return float(seconds) if seconds.isdecimal() else 0.0
