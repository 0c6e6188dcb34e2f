"""Errors of talking to a platform: what happened, whether waiting helps, and what a person should do."""

from __future__ import annotations

from datetime import datetime

from ingest.kinds import Kind


class ErrorKind(Kind):
    """The ways a platform can refuse, each with what a person is told to do."""

    AUTH_EXPIRED = "auth_expired", "Kata sandi aplikasi atau token tidak berlaku lagi. Hubungkan ulang akun ini."
    PERMISSION_MISSING = "permission_missing", "Pengguna akun ini tidak memiliki izin yang diperlukan."
    THROTTLED = "throttled", "Platform meminta menunggu. Simak mencoba lagi dengan sendirinya."
    GONE = "gone", "Yang dituju sudah tidak ada di platform."
    DUPLICATE = "duplicate", "Platform menyatakan isi ini sudah pernah dikirim."
    POLICY_BLOCKED = "policy_blocked", "Platform menolak karena kebijakannya."
    NOT_ALLOWED = "not_allowed", "Platform tidak mengizinkan tindakan ini melalui aplikasi."
    TRANSIENT = "transient", "Gangguan sementara. Simak mencoba lagi dengan sendirinya."
    MALFORMED = "malformed", "Jawaban situs tidak dapat dibaca. Periksa alamat dan pengaya (plugin) situs."
    BAD_ADDRESS = "bad_address", "Perbaiki alamat akun ini, lalu coba lagi."
    BAD_FILE = "bad_file", "Berkas tidak dapat dibaca."
    UNKNOWN = "unknown", "Kesalahan yang belum dikenal. Laporkan kepada pengelola."


PERMANENT = frozenset(
    {
        ErrorKind.AUTH_EXPIRED,
        ErrorKind.PERMISSION_MISSING,
        ErrorKind.GONE,
        ErrorKind.POLICY_BLOCKED,
        ErrorKind.NOT_ALLOWED,
        ErrorKind.BAD_ADDRESS,
        ErrorKind.BAD_FILE,
    }
)


class PlatformError(Exception):
    """A platform refused or could not be reached. ``str()`` is a sentence in Indonesian that is safe to show.

    ``kind`` says what to do; ``retry_at`` is the platform's own reset time where it gave one.
    """

    def __init__(self, kind: ErrorKind, detail: str, *, retry_at: datetime | None = None) -> None:
        super().__init__(f"{detail} {kind.label}".strip())
        self.kind = kind
        self.detail = detail
        self.retry_at = retry_at

    @property
    def permanent(self) -> bool:
        """Whether trying again without a person doing something is pointless."""
        return self.kind in PERMANENT
