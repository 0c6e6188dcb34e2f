"""Refusals by name. ``str()`` is a sentence in Indonesian that is shown to the person as it is."""

from __future__ import annotations


class RefusedError(Exception):
    """An action was refused; nothing was changed. ``code`` is stable and meant for machines."""

    code = "refused"


class NotAllowedError(RefusedError):
    """This person may not do this now."""

    code = "not_allowed"


class MissingInputError(RefusedError):
    """A required input is missing or empty."""

    code = "missing_input"


class StaleError(RefusedError):
    """Somebody else acted first; what the person saw is no longer so."""

    code = "stale"


class FourEyesError(RefusedError):
    """The same person may not write and approve the same text."""

    code = "four_eyes"


class NotFoundError(RefusedError):
    """What was named does not exist in this office."""

    code = "not_found"


class BadProofError(RefusedError):
    """A proof of publication that proves nothing: wrong type, too large, or a link that is none."""

    code = "bad_proof"


class BadSopError(ValueError):
    """An SOP file contradicts itself; the message names the file, the step and the reason."""


class TamperedError(Exception):
    """The audit chain does not hold; the message names the first row that is wrong."""
