"""The words of the guard: how grave a finding is, and in which stage of an election the office speaks."""

from __future__ import annotations

from ingest.kinds import Kind


class Severity(Kind):
    """What a finding asks for."""

    BLOCK = "block", "Menghalangi"
    ACKNOWLEDGE = "acknowledge", "Perlu diakui"


class Stage(Kind):
    """The stage of the election calendar, as far as it changes what an office may say."""

    NONE = "none", "Di luar kampanye"
    CAMPAIGN = "campaign", "Masa kampanye"
    MASA_TENANG = "masa_tenang", "Masa tenang"
    VOTING_DAY = "voting_day", "Hari pemungutan suara"


class Count(Kind):
    """How a platform counts the length of a text."""

    CHARACTERS = "characters", "Karakter"
    BYTES = "bytes", "Bita (UTF-8)"
    WEIGHTED = "weighted", "Karakter berbobot (X)"
