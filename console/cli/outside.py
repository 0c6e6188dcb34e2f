"""Corpora from outside: those a model also learns from, and those it is measured on with the figures asked for."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from pathlib import Path

import typer

from classify import sirekap
from classify.benchmarks import hate, sentiment
from classify.card import Figures
from classify.classifier import load_assessor
from classify.corpora import read_corpus
from classify.evaluate import judged, prepare
from classify.examples import CorpusError, Examples
from classify.model import load_model
from classify.rules import load_rules
from console.cli.figures import Against, percent


@dataclass(frozen=True, slots=True)
class Report:
    """What was measured on one corpus, and what to know of it."""

    figures: tuple[Figures, ...]
    against: tuple[Against, ...]
    notes: tuple[str, ...] = ()


Named = tuple[str, tuple[Path, ...]]
"""A corpus by name with its files."""


def named_paths(options: Sequence[str] | None) -> list[Named]:
    """``["smsa=a.csv,b.csv"]`` as names with their files. Raises BadParameter for another form or a missing file."""
    return [_named(option) for option in options or ()]


def measurable(options: Sequence[str] | None) -> list[Named]:
    """``named_paths`` of corpora a model can be measured on. Raises BadParameter for another name too."""
    named = named_paths(options)
    if any(name not in _MEASURES for name, _ in named):
        raise typer.BadParameter(f"Korpus yang dikenal: {', '.join(_MEASURES)}.", param_hint="--corpus")
    return named


def examples_of(named: Sequence[Named]) -> list[tuple[str, Examples]]:
    """The labelled texts of each corpus by its name. Raises CorpusError, OSError."""
    return [(name, reduce(add, map(_examples, paths))) for name, paths in named]


def measured_on(name: str, paths: tuple[Path, ...], model: Path, seed: int) -> Report:
    """Measure on one of the ``measurable`` corpora. Raises CorpusError, OSError."""
    return _MEASURES[name](paths, model, seed)


def _named(option: str) -> Named:
    name, sign, listed = option.partition("=")
    paths = tuple(Path(part) for part in listed.split(",") if part)
    if not (name and sign and paths):
        raise typer.BadParameter(f"“{option}”: tulis NAMA=BERKAS.", param_hint="--corpus")
    for path in paths:
        if not path.is_file():
            raise typer.BadParameter(f"Berkas {path} tidak ada.", param_hint="--corpus")
    return name, paths


def _examples(path: Path) -> Examples:
    try:
        return read_corpus(path)
    except csv.Error as error:
        raise CorpusError(f"{path.name}: bukan CSV yang sah ({error})") from error


def _smsa(paths: tuple[Path, ...], model: Path, seed: int) -> Report:
    if len(paths) < 2:
        raise CorpusError("smsa: tulis dua berkas, smsa=LATIH,UJI; berkas terakhir yang diuji")
    learnt = sentiment(paths[:-1], paths[-1], seed)
    default = judged("SmSA, model bawaan", load_model(model), prepare(read_corpus(paths[-1]), load_rules()))
    [known] = [choice for choice in default.choices if choice.question == learnt.question]
    against = (
        Against("sentimen SmSA, dilatih pada bagian latihnya, makro-F1", learnt.rows, learnt.macro_f1, 0.854, 0.88),
        Against("sentimen SmSA, model bawaan, makro-F1", known.rows, known.macro_f1),
    )
    return Report((Figures("SmSA, dilatih padanya", (), (learnt,)), default), against)


def _hate(paths: tuple[Path, ...], _model: Path, seed: int) -> Report:
    spoken, abusive = hate(paths[0], seed)
    against = (
        Against("ujaran kebencian (HS), lima lipatan, makro-F1", spoken.rows, spoken.macro_f1, 0.875, 0.885),
        Against("kata kasar (Abusive), lima lipatan, makro-F1", abusive.rows, abusive.macro_f1, 0.92, 0.925),
    )
    note = "Korpus hate (CC BY-NC-SA 4.0) hanya dipakai untuk mengukur; tidak ada yang disimpan darinya."
    return Report((Figures("hate", (), (spoken, abusive)),), against, (note,))


def _sirekap(paths: tuple[Path, ...], model: Path, seed: int) -> Report:
    found = sirekap.measure(paths[0], load_assessor(model))
    own, rule = found.classifier, found.keywords
    needed = Against("ulasan Sirekap, perlu tanggapan, makro-F1", own.rows, own.macro_f1, rule.macro_f1, 0.88)
    sentiment = Against("ulasan Sirekap, sentimen, makro-F1", found.sentiment.rows, found.sentiment.macro_f1)
    figures = Figures("ulasan Sirekap", (own,), (found.sentiment,))
    return Report((figures,), (needed, sentiment), tuple(_sirekap_notes(found)))


def _sirekap_notes(found: sirekap.SirekapFigures) -> Iterator[str]:
    rule, agreement = found.keywords, f"{found.agreement:.2f}".replace(".", ",")
    yield (
        f"Ulasan Sirekap: patokannya aturan kata kunci (presisi {percent(rule.precision)}, recall "
        f"{percent(rule.recall)}): {sirekap.KEYWORDS.pattern}"
    )
    yield (
        f"Kesepakatan kedua pelabelan (kappa Cohen): {agreement}. Keduanya dibuat model bahasa dengan "
        "panduan yang sama, jadi angka itu lebih tinggi daripada kesepakatan dua orang."
    )
    if found.missing:
        yield f"{found.missing} ulasan berlabel tidak ditemukan di berkas."


_MEASURES: Mapping[str, Callable[[tuple[Path, ...], Path, int], Report]] = {
    "sirekap": _sirekap, "smsa": _smsa, "hate": _hate,
}  # fmt: skip
