"""The words of notices: what is told, where a message stands, and the ways it can travel."""

from __future__ import annotations

from ingest.kinds import Kind


class NoticeKind(Kind):
    """Why somebody is told."""

    STEP_DUE = "step_due", "Langkah menunggu Anda"
    REMINDER = "reminder", "Pengingat sebelum batas waktu"
    SAME_DAY = "same_day", "Pengingat tayang pada hari yang sama"
    DUE = "due", "Batas waktu langkah sudah lewat"
    ESCALATION = "escalation", "Langkah terlambat, diteruskan ke atas"
    URGENT = "urgent", "Keadaan mendesak"
    UNACKNOWLEDGED = "unacknowledged", "Keadaan mendesak belum ditangani siapa pun"
    PUBLICATION_TROUBLE = "publication_trouble", "Penayangan perlu tindakan"
    TEST = "test", "Uji coba"


class NoticeState(Kind):
    """The life of one notice."""

    READY = "ready", "Menunggu dikirim"
    SENDING = "sending", "Sedang dikirim"
    SENT = "sent", "Terkirim"
    FAILED = "failed", "Gagal dikirim"
    SUPERSEDED = "superseded", "Tidak perlu lagi"


class TargetState(Kind):
    """Whether messages go to a target."""

    ACTIVE = "active", "Aktif"
    PAUSED = "paused", "Dijeda"
    REMOVED = "removed", "Dihapus"


class Channel(Kind):
    """The schemes of addresses an office may use. A closed list: others reach into the machine Simak runs on."""

    MAILTO = "mailto", "Surel"
    MAILTOS = "mailtos", "Surel (terenkripsi)"
    TGRAM = "tgram", "Telegram"
    WHATSAPP = "whatsapp", "WhatsApp"
    SIGNAL = "signal", "Signal"
    SIGNALS = "signals", "Signal (terenkripsi)"
    JSON = "json", "Webhook"
    JSONS = "jsons", "Webhook (terenkripsi)"
    FORM = "form", "Webhook formulir"
    FORMS = "forms", "Webhook formulir (terenkripsi)"
    NTFY = "ntfy", "Ntfy"
    NTFYS = "ntfys", "Ntfy (terenkripsi)"
    SLACK = "slack", "Slack"
    WORKFLOWS = "workflows", "Microsoft Teams"
