"""Every kind the classifier speaks in: what is flagged, what is chosen, where a reason comes from, how claims stand."""

from __future__ import annotations

from ingest.kinds import Kind


class Flag(Kind):
    """What can be flagged on a comment, each decided for itself."""

    NEEDS_RESPONSE = "needs_response", "Perlu tanggapan"
    URGENT = "urgent", "Mendesak"
    HOAX_SUSPECT = "hoax_suspect", "Terduga hoaks"
    ABUSIVE = "abusive", "Kasar"
    SARA = "sara", "Menyinggung SARA"
    SPAM = "spam", "Spam"


class Intent(Kind):
    """What the writer does."""

    QUESTION = "question", "Pertanyaan"
    COMPLAINT = "complaint", "Keluhan"
    SUGGESTION = "suggestion", "Saran"
    PRAISE = "praise", "Apresiasi"
    NONE = "none", "Lainnya"


class Sentiment(Kind):
    """How the writer speaks of the matter; sarcasm counts as it is meant."""

    POSITIVE = "positive", "Positif"
    NEUTRAL = "neutral", "Netral"
    NEGATIVE = "negative", "Negatif"


class Topic(Kind):
    """What the public writes to an election office about."""

    DATA_PEMILIH = "data_pemilih", "Daftar pemilih, coklit, dan pindah memilih"
    SISTEM_INFORMASI = "sistem_informasi", "Situs, aplikasi, dan keamanan data"
    PEMUNGUTAN = "pemungutan", "Cara dan tempat memilih"
    HASIL = "hasil", "Penghitungan, rekapitulasi, dan hasil"
    PENCALONAN = "pencalonan", "Partai, pencalonan, dapil, dan dana kampanye"
    LOGISTIK = "logistik", "Logistik, pengadaan, dan anggaran"
    HONOR = "honor", "Honor dan santunan badan ad hoc"
    BADAN_ADHOC = "badan_adhoc", "Pembentukan badan ad hoc"
    SOSIALISASI = "sosialisasi", "Sosialisasi, kunjungan, dan magang"
    KAMPANYE = "kampanye", "Kampanye, alat peraga, dan debat"
    INFORMASI_PUBLIK = "informasi_publik", "Permohonan informasi publik"
    PRODUK_HUKUM = "produk_hukum", "Peraturan dan keputusan"
    SENGKETA_ETIK = "sengketa_etik", "Sengketa, etik, dan netralitas penyelenggara"
    PELAYANAN = "pelayanan", "Pelayanan kantor dan admin"
    PELANGGARAN = "pelanggaran", "Pelanggaran pemilihan dan politik uang"
    KEPENDUDUKAN = "kependudukan", "KTP-el, KK, dan data kependudukan"


NO_TOPIC = "none"
"""What a comment is labelled with that is about none of the topics."""


class Question(Kind):
    """What is chosen for a comment: one of several answers."""

    INTENT = "intent", "Jenis"
    SENTIMENT = "sentiment", "Sentimen"
    TOPIC = "topic", "Topik"

    @property
    def answers(self) -> tuple[str, ...]:
        """The values to choose from, in the order of the model's columns."""
        return _ANSWERS[self]


_ANSWERS: dict[Question, tuple[str, ...]] = {
    Question.INTENT: tuple(Intent),
    Question.SENTIMENT: tuple(Sentiment),
    Question.TOPIC: (*Topic, NO_TOPIC),
}


FLAGS = tuple(Flag)
QUESTIONS = tuple(Question)
"""Both in the order of the model's columns."""


class ReasonSource(Kind):
    """Where a reason comes from."""

    RULE = "rule", "Aturan"
    MODEL = "model", "Model"
    SYSTEM = "system", "Sistem"
    EXAMPLE = "example", "Contoh berlabel"
    CLAIM = "claim", "Klaim terdaftar"
    CLUSTER = "cluster", "Kiriman serupa"
    STAGE = "stage", "Tahapan"


class ClaimVerdict(Kind):
    """How a claim stands, graded: several famous "hoaxes" were partly true."""

    SALAH = "salah", "Salah"
    MENYESATKAN = "menyesatkan", "Menyesatkan"
    SEBAGIAN_BENAR = "sebagian_benar", "Sebagian benar"
    BENAR = "benar", "Benar"
    BELUM_TERBUKTI = "belum_terbukti", "Belum terbukti"


class ClaimOrigin(Kind):
    """How a claim came into the registry."""

    SEED = "seed", "Bawaan Simak"
    RSS = "rss", "Umpan RSS"
    CLAIM_REVIEW = "claim_review", "ClaimReview"
    FACT_CHECK = "fact_check", "Google Fact Check"
    CSV = "csv", "Berkas CSV"
    HAND = "hand", "Dicatat petugas"


class MatchState(Kind):
    """What a person said of a claim that was found for a comment."""

    SUGGESTED = "suggested", "Menunggu diperiksa"
    CONFIRMED = "confirmed", "Dipastikan cocok"
    REJECTED = "rejected", "Bukan klaim ini"
