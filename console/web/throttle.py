"""Slows down whoever tries many logins from one address, in a memory that cannot grow."""

from __future__ import annotations

import ipaddress
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

LIMIT = 30
"""Attempts in one window: a whole office may sit behind one address."""
WINDOW = timedelta(minutes=5)
REMEMBERED = 4096


@dataclass(slots=True)
class _Count:
    since: datetime
    attempts: int


class Throttle:
    """Counts attempts by address. Counting happens before the attempt is checked, so parallel ones all count."""

    def __init__(self, limit: int = LIMIT, window: timedelta = WINDOW, remembered: int = REMEMBERED) -> None:
        self._limit, self._window, self._remembered = limit, window, remembered
        self._counts: OrderedDict[str, _Count] = OrderedDict()

    def admit(self, address: str, now: datetime) -> bool:
        """Count an attempt; False when this address has to wait."""
        key = _network(address)
        count = self._counts.pop(key, None)
        if count is None or now - count.since >= self._window:
            count = _Count(now, 0)
        count.attempts += 1
        self._counts[key] = count
        while len(self._counts) > self._remembered:
            self._counts.popitem(last=False)
        return count.attempts <= self._limit

    def forgive(self, address: str) -> None:
        """Take back the attempt that succeeded; the failures before it still count."""
        if count := self._counts.get(_network(address)):
            count.attempts -= 1


def _network(address: str) -> str:
    """The address, or for IPv6 the /64 one subscriber has all of."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(parsed) if parsed.version == 4 else str(ipaddress.ip_network((parsed, 64), strict=False))
