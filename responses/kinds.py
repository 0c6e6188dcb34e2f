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
    PENULIS = "penulis", "Penulis"
    PENYAJI = "penyaji", "Penyaji"
    REDAKTUR = "redaktur", "Redaktur"
    SEKRETARIS = "sekretaris", "Sekretaris"
    ANGGOTA_REDAKSI = "anggota_redaksi", "Anggota/staf redaksi"
    ADMIN_MEDCEN = "admin_medcen", "Admin medcen"
    ADMIN_SUBBAGIAN = "admin_subbagian", "Admin subbagian terkait"
    KASUBBAG = "kasubbag", "Kasubbag"
    STAF_HUKUM = "staf_hukum", "Staf Subbagian Hukum"
    KASUBBAG_HUKUM = "kasubbag_hukum", "Kasubbag Hukum dan SDM"
    DIVISI_HUKUM = "divisi_hukum", "Divisi Hukum dan Pengawasan"
    PENGAMPU_KONSEP = "pengampu_konsep", "Pengampu konsep"
    PENGELOLA_WEBSITE = "pengelola_website", "Pengelola website"
    SUBKOORDINATOR = "subkoordinator", "Subkoordinator Subbag Tekmas"
    KABAG_HTH = "kabag_hth", "Kabag HTH"
    KOMISIONER = "komisioner", "Komisioner Divisi Sosdiklih dan Parmas"
    WEB_ADMIN = "web_admin", "Web admin"
    PIMPINAN = "pimpinan", "Pimpinan (membaca laporan)"
    PENGELOLA = "pengelola", "Pengelola sistem"


class Standing(Kind):
    """In which capacity a role is held; a stand-in is a grant like any other."""

    DEFINITIVE = "definitive", "Definitif"
    PLH = "plh", "Plh."
    PLT = "plt", "Plt."


class Division(Kind):
    """The five divisions of a KPU Kabupaten/Kota, who owns a topic (PKPU 8/2019 on Tata Kerja)."""

    KUL = "kul", "Divisi Keuangan, Umum, Logistik, dan Rumah Tangga"
    TEKNIS = "teknis", "Divisi Teknis Penyelenggaraan"
    RENDATIN = "rendatin", "Divisi Perencanaan, Data, dan Informasi"
    HUKUM = "hukum", "Divisi Hukum dan Pengawasan"
    SOSDIKLIH = "sosdiklih", "Divisi Sosialisasi, Pendidikan Pemilih, Partisipasi Masyarakat, dan SDM"


class Need(Kind):
    """What a step asks of the person who completes it."""

    LAPORAN = "laporan", "Laporan: mengapa komentar ini perlu ditanggapi"
    PERINTAH = "perintah", "Tanggapan atau perintah kepada pelaksana"
    DRAF = "draf", "Naskah"
    BERKAS = "berkas", "Berkas: foto, video, atau dokumen"
    DISPOSISI = "disposisi", "Disposisi"
    ALASAN_MENDESAK = "alasan_mendesak", "Alasan keadaan mendesak"


class Effect(Kind):
    """What completing a step does besides moving on: a closed list."""

    DRAFT = "draft", "Menyimpan versi naskah"
    CONSENT = "consent", "Menyetujui naskah yang persis ini"
    PUBLISH = "publish", "Memerintahkan penayangan"
    REMOVE = "remove", "Memerintahkan penghapusan atau pengarsipan"
    PROVE = "prove", "Selesai bila setiap penayangan atau penghapusan terbukti"
    RATIFY = "ratify", "Mengesahkan tanggapan yang sudah tayang"


class Clock(Kind):
    """Which minutes count."""

    OFFICE = "office", "Menit kerja"
    WALL = "wall", "Menit berjalan"


class Subject(Kind):
    """What a procedure works on."""

    REPLY = "reply", "Tanggapan atas komentar"
    CONTENT = "content", "Konten kantor"
    REMOVAL = "removal", "Penghapusan atau pengarsipan"


class SopPurpose(Kind):
    """What an office uses a procedure for."""

    ORDINARY = "ordinary", "Tanggapan biasa"
    URGENT = "urgent", "Keadaan mendesak"
    HOAX = "hoax", "Klarifikasi hoaks"
    CONTENT = "content", "Berita dan konten kegiatan"
    EDUCATION = "education", "Konten edukasi dan non-edukasi"
    ANNOUNCEMENT = "announcement", "Pengumuman produk hukum"
    WEBSITE = "website", "Konten situs web"
    FILES = "files", "Berkas hasil pemilu dan pengumuman"
    OPEN_DATA = "open_data", "Data terbuka"
    REMOVAL = "removal", "Penghapusan atau pengarsipan"

    @property
    def subject(self) -> Subject:
        """What a procedure chosen for this purpose must work on."""
        if self in (SopPurpose.ORDINARY, SopPurpose.URGENT, SopPurpose.HOAX):
            return Subject.REPLY
        return Subject.REMOVAL if self is SopPurpose.REMOVAL else Subject.CONTENT


class ContentCategory(Kind):
    """What the office publishes (Singkawang 8/2022, part E.1 "Kategori Konten")."""

    EDUCATION_ELECTORAL = "education_electoral", "Edukasi kepemiluan"
    EDUCATION_OTHER = "education_other", "Edukasi non-kepemiluan"
    NON_EDUCATION = "non_education", "Non-edukasi (kuis, tips, dan sejenisnya)"
    ANNOUNCEMENT = "announcement", "Pengumuman produk hukum"
    NEWS = "news", "Berita kegiatan"
    OUTREACH = "outreach", "Materi penyuluhan"
    COMMEMORATION = "commemoration", "Peringatan hari penting"


class LegalProduct(Kind):
    """What an announcement is about (Singkawang 8/2022, E.1.b.1; Magelang 17/HK.03.2/3308/2022)."""

    PERATURAN = "peraturan", "Peraturan KPU"
    KEPUTUSAN = "keputusan", "Keputusan"
    SURAT_EDARAN = "surat_edaran", "Surat edaran"
    SURAT_DINAS = "surat_dinas", "Surat dinas"
    BERITA_ACARA = "berita_acara", "Berita acara"


class PauseReason(Kind):
    """Why the clock of a case may stand still: a closed list, so that no deadline disappears quietly."""

    OTHER_BODY = "other_body", "Menunggu keterangan lembaga lain (Bawaslu, Dukcapil, dan sejenisnya)"
    SUPERIOR = "superior", "Menunggu petunjuk KPU tingkat atas"
    PLENARY = "plenary", "Menunggu keputusan rapat pleno"
    FORCE_MAJEURE = "force_majeure", "Keadaan kahar"


class Answer(Kind):
    """The two ways out of a step."""

    YES = "yes", "Ya, lanjutkan"
    NO = "no", "Tidak, kembalikan"


class CaseState(Kind):
    """The life of a case."""

    OPEN = "open", "Berjalan"
    DONE = "done", "Selesai"
    DECLINED = "declined", "Ditutup tanpa tanggapan"
    MADE_URGENT = "made_urgent", "Dialihkan ke jalur mendesak"


class EventKind(Kind):
    """Every kind of event that can be written. A name that is not here cannot be stored."""

    CASE_OPENED = "case.opened", "Kasus dibuka"
    STEP_DONE = "case.step_done", "Langkah diselesaikan"
    STEP_SENT_BACK = "case.step_sent_back", "Dikembalikan"
    DRAFT_REVISED = "case.draft_revised", "Naskah diubah"
    CASE_DECLINED = "case.declined", "Ditutup tanpa tanggapan"
    CASE_MADE_URGENT = "case.made_urgent", "Dialihkan ke jalur mendesak"
    CASE_PAUSED = "case.paused", "Waktu dihentikan sementara"
    CASE_RESUMED = "case.resumed", "Waktu dijalankan kembali"
    DIVISION_CHANGED = "case.division_changed", "Divisi terkait diubah"
    PAPER_ISSUED = "case.paper_issued", "Lembar diterbitkan"
    PUBLISHED = "publication.published", "Tanggapan tayang"
    POSTED_BY_HAND = "publication.posted_by_hand", "Tayang manual dengan bukti"
    REMOVED_BY_HAND = "publication.removed_by_hand", "Terhapus atau terarsip dengan bukti"
    NEEDS_HAND = "publication.needs_hand", "Perlu ditayangkan manual"
    NEEDS_REVIEW = "publication.needs_review", "Perlu diperiksa"
    PUBLICATION_RETRIED = "publication.retried", "Penayangan dicoba lagi"
    PUBLICATION_WITHDRAWN = "publication.withdrawn", "Batal ditayangkan"
    COMMENT_IGNORED = "comment.ignored", "Komentar diabaikan"
    COMMENT_REOPENED = "comment.reopened", "Komentar dikembalikan ke antrean"
    LABELLED = "comment.labelled", "Penilaian dikoreksi"
    PERSON_ADDED = "office.person_added", "Orang didaftarkan"
    ROLE_GRANTED = "office.role_granted", "Peran diberikan"
    ROLE_REVOKED = "office.role_revoked", "Peran dicabut"
    SOP_CHOSEN = "office.sop_chosen", "SOP dipilih"
    GUARD_CHANGED = "office.guard_changed", "Daftar kata pemeriksa diubah"
    TEMPLATE_CHANGED = "office.template_changed", "Templat diubah"
    CLAIM_ADDED = "office.claim_added", "Klaim dicatat"
    CLAIM_CHANGED = "office.claim_changed", "Klaim diubah"
    CLAIM_CONFIRMED = "comment.claim_confirmed", "Kecocokan klaim dipastikan"
    CLAIM_REJECTED = "comment.claim_rejected", "Kecocokan klaim ditolak"
    MODEL_REPLACED = "office.model_replaced", "Model penilai diganti"
    CALENDAR_CHANGED = "office.calendar_changed", "Kalender kantor diubah"
    TARGET_CHANGED = "office.notice_target_changed", "Tujuan pemberitahuan diubah"


class InboxState(Kind):
    """Where a comment stands in the queue."""

    WAITING = "waiting", "Perlu ditriase"
    IGNORED = "ignored", "Diabaikan"
    IN_CASE = "in_case", "Dalam kasus"


class PublicationAction(Kind):
    """What an order to the outbox asks for."""

    POST = "post", "Menayangkan"
    REMOVE = "remove", "Menghapus atau mengarsipkan"


class PublicationState(Kind):
    """The life of one text on its way to the public, or of its removal."""

    READY = "ready", "Siap tayang"
    SENDING = "sending", "Sedang ditayangkan"
    PUBLISHED = "published", "Tayang"
    NEEDS_MANUAL_POST = "needs_manual_post", "Perlu ditayangkan manual"
    NEEDS_REVIEW = "needs_review", "Perlu diperiksa"
    REFUSED = "refused", "Ditolak platform"
    WITHDRAWN = "withdrawn", "Batal ditayangkan"
    REMOVED = "removed", "Terhapus atau terarsip"


class Proof(Kind):
    """How sure we are of what the public can see."""

    NONE = "none", "Belum ada bukti"
    CLAIMED = "claimed", "Dinyatakan tayang"
    VERIFIED = "verified", "Terbukti tayang"
