"""The base of every kind in Simak: an enum whose values are stored and whose labels people read."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Kind(StrEnum):
    """An enum member with an Indonesian label: ``NAME = "stored_value", "Label untuk orang"``."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Make a member whose string is the stored value and whose ``label`` is shown to people.

        The default serves look-ups by value (``Platform("wordpress")``); every member names its label.
        """
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Platform(Kind):
    """Where the public writes and the office publishes.

    One with a source is collected, one with a publisher is posted to by the program; on all the others people post.
    """

    WORDPRESS = "wordpress", "Situs web (WordPress)"
    FACEBOOK = "facebook", "Facebook"
    INSTAGRAM = "instagram", "Instagram"
    X = "x", "X (Twitter)"
    YOUTUBE = "youtube", "YouTube"
    TIKTOK = "tiktok", "TikTok"
    FILE = "file", "Berkas unggahan"


class CommentStatus(Kind):
    """What a visitor of the platform can see of the comment now."""

    VISIBLE = "visible", "Tampil"
    HELD = "held", "Ditahan moderasi"
    SPAM = "spam", "Ditandai spam"
    TRASHED = "trashed", "Di tong sampah"
    DELETED = "deleted", "Dihapus"


class AccountState(Kind):
    """Whether an account is collected from."""

    ACTIVE = "active", "Aktif"
    PAUSED = "paused", "Dijeda"
    STOPPED = "stopped", "Berhenti, perlu tindakan"


class Purpose(Kind):
    """What a stored credential may be used for: the token that reads never posts."""

    READ = "read", "Membaca"
    PUBLISH = "publish", "Menayangkan"


class RunOutcome(Kind):
    """How one collection run ended; a run that never ended was killed."""

    RUNNING = "running", "Berjalan"
    OK = "ok", "Berhasil"
    FAILED = "failed", "Gagal"


class AssessState(Kind):
    """Whether the classifier has judged a version of a comment."""

    WAITING = "waiting", "Menunggu dinilai"
    UNASSESSED = "unassessed", "Belum dinilai"
    DONE = "done", "Sudah dinilai"


class OfficeLevel(Kind):
    """The tier of an election office."""

    NATIONAL = "national", "KPU RI"
    PROVINCE = "province", "KPU Provinsi"
    REGENCY = "regency", "KPU Kabupaten"
    CITY = "city", "KPU Kota"
