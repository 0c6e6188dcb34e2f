"""A model's card as a person reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from classify.card import ModelCard, Source
from console.cli.figures import EXPLAINED, against_line, lines_of, urgent_against

LICENCES: Mapping[str, str] = {
    "simak": "ditulis untuk Simak sendiri, lisensi MIT; tidak memuat komentar orang nyata",
    "smsa": "SmSA dari IndoNLU, lisensi Apache-2.0; hanya bobot, tanpa teks",
    "hate": "Ibrohim dan Budi (2019), CC BY-NC-SA 4.0; model ini TIDAK boleh dibagikan",
}
_UNKNOWN_LICENCE = "lisensi ditentukan pemilik datanya; periksa sebelum model ini dibagikan"
LIMITS = (
    "Untuk membantu petugas memilah komentar publik kantor penyelenggara pemilihan; keputusan tetap pada petugas.",
    "Tidak untuk menilai orang, menutup akun, atau menyatakan sesuatu hoaks: itu memerlukan putusan yang terbit.",
    "Hanya membaca huruf Latin; bahasa daerah dan sindiran halus lebih sering keliru.",
    "Korpusnya ditulis satu kelompok penulis, jadi komentar nyata lebih sulit daripada angka lima lipatan.",
    "Peluang dikalibrasi pada korpus itu; pada keadaan lain artinya bergeser.",
    "Yang bertanda “perlu dibaca” memang harus dibaca orang.",
)


def card_lines(card: ModelCard, *, rules_now: str) -> Iterator[str]:
    """The card, line by line; ``rules_now`` is the state of the rules in force."""
    yield f"Kartu model {card.version}"
    yield ""
    yield f"Format {card.format_version}, fitur {card.features}, benih {card.seed}, scikit-learn {card.sklearn_version}"
    changed = "" if rules_now == card.rules_digest else f" (aturan sekarang {rules_now[:12]}: berubah sesudah dilatih)"
    yield f"Aturan {card.rules_digest[:12]}{changed}"
    yield from ["", f"Dilatih dari {card.rows} komentar:", *map(_source_line, card.sources)]
    for figures in card.figures:
        yield from ["", *lines_of(figures)]
    yield from ["", *EXPLAINED, ""]
    yield from (against_line(one) for figures in card.figures for one in urgent_against(figures))
    yield from ["", "Batas pemakaian:", *(f"  - {sentence}" for sentence in LIMITS)]


def _source_line(source: Source) -> str:
    licence = LICENCES.get(source.name, _UNKNOWN_LICENCE)
    return f"  {source.name}: {source.rows} baris, sha256 {source.digest[:12]}; {licence}"
