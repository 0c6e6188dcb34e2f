"""Errors of the entrance that commands report; light to import."""

from __future__ import annotations


class CannotListenError(RuntimeError):
    """The address cannot be used; the message says which and why."""
