"""The words of the SOPs as enums: roles, inputs, effects, states and the names of events."""

from __future__ import annotations

from ingest.kinds import Kind


class Role(Kind):
    """Who may act. The SOPs' own names; ``PENGELOLA`` and ``PIMPINAN`` are Simak's own."""

    ADMIN_MEDSOS = "admin_medsos", "Admin medsos"
    ADMINISTRATOR = "administrator", "Administrator"
    PELAKSANA = "pelaksana", "Pelaksana redaksi"
    PIMPINAN_REDAKSI = "pimpinan_redaksi", "Pimpinan redaksi"
    WAPEMRED = "wapemred", "Wakil pimpinan redaksi"
    PEMBINA = "pembina", "Pembina"
    DIVISI_TERKAIT = "divisi_terkait", "Divisi terkait"
    PIMPINAN = "pimpinan", "Pimpinan (membaca laporan)"
    PENGELOLA = "pengelola", "Pengelola sistem"


class Standing(Kind):
    """In which capacity a role is held; a stand-in is a grant like any other."""

    DEFINITIVE = "definitive", "Definitif"
    PLH = "plh", "Plh."
    PLT = "plt", "Plt."


class Need(Kind):
    """What a step asks of the person who completes it."""

    LAPORAN = "laporan", "Laporan: mengapa komentar ini perlu ditanggapi"
    PERINTAH = "perintah", "Tanggapan atau perintah kepada pelaksana"
    DRAF = "draf", "Naskah tanggapan"
    ALASAN_MENDESAK = "alasan_mendesak", "Alasan keadaan mendesak"


class Effect(Kind):
    """What completing a step does besides moving on: a closed list."""

    DRAFT = "draft", "Menyimpan versi naskah"
    CONSENT = "consent", "Menyetujui naskah yang persis ini"
    PUBLISH = "publish", "Memerintahkan penayangan"
    PROVE = "prove", "Selesai bila setiap tanggapan terbukti tayang"
    RATIFY = "ratify", "Mengesahkan tanggapan yang sudah tayang"


class Clock(Kind):
    """Which minutes count."""

    OFFICE = "office", "Menit kerja"
    WALL = "wall", "Menit berjalan"


class SopPurpose(Kind):
    """What an office uses a procedure for."""

    ORDINARY = "ordinary", "Tanggapan biasa"
    URGENT = "urgent", "Keadaan mendesak"


class Answer(Kind):
    """The two ways out of a step."""

    YES = "yes", "Ya, lanjutkan"
    NO = "no", "Tidak, kembalikan"


class CaseState(Kind):
    """The life of a case."""

    OPEN = "open", "Berjalan"
    DONE = "done", "Selesai"
    DECLINED = "declined", "Ditutup tanpa tanggapan"


class EventKind(Kind):
    """Every kind of event that can be written. A name that is not here cannot be stored."""

    CASE_OPENED = "case.opened", "Kasus dibuka"
    STEP_DONE = "case.step_done", "Langkah diselesaikan"
    STEP_SENT_BACK = "case.step_sent_back", "Dikembalikan"
    DRAFT_REVISED = "case.draft_revised", "Naskah diubah"
    CASE_DECLINED = "case.declined", "Ditutup tanpa tanggapan"
    PUBLISHED = "publication.published", "Tanggapan tayang"
    POSTED_BY_HAND = "publication.posted_by_hand", "Tayang manual dengan bukti"
    NEEDS_HAND = "publication.needs_hand", "Perlu ditayangkan manual"
    NEEDS_REVIEW = "publication.needs_review", "Perlu diperiksa"
    PUBLICATION_RETRIED = "publication.retried", "Penayangan dicoba lagi"
    PUBLICATION_WITHDRAWN = "publication.withdrawn", "Batal ditayangkan"
    COMMENT_IGNORED = "comment.ignored", "Komentar diabaikan"
    COMMENT_REOPENED = "comment.reopened", "Komentar dikembalikan ke antrean"
    PERSON_ADDED = "office.person_added", "Orang didaftarkan"
    ROLE_GRANTED = "office.role_granted", "Peran diberikan"
    ROLE_REVOKED = "office.role_revoked", "Peran dicabut"
    SOP_CHOSEN = "office.sop_chosen", "SOP dipilih"


class InboxState(Kind):
    """Where a comment stands in the queue."""

    WAITING = "waiting", "Perlu ditriase"
    IGNORED = "ignored", "Diabaikan"
    IN_CASE = "in_case", "Dalam kasus"


class PublicationState(Kind):
    """The life of one reply on its way to the public."""

    READY = "ready", "Siap tayang"
    SENDING = "sending", "Sedang ditayangkan"
    PUBLISHED = "published", "Tayang"
    NEEDS_MANUAL_POST = "needs_manual_post", "Perlu ditayangkan manual"
    NEEDS_REVIEW = "needs_review", "Perlu diperiksa"
    REFUSED = "refused", "Ditolak platform"
    WITHDRAWN = "withdrawn", "Batal ditayangkan"


class Proof(Kind):
    """How sure we are that the public can see the reply."""

    NONE = "none", "Belum ada bukti"
    CLAIMED = "claimed", "Dinyatakan tayang"
    VERIFIED = "verified", "Terbukti tayang"
