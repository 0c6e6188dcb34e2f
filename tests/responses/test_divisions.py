"""Every topic leads to the division that owns it, or out of the house."""

from __future__ import annotations

from pathlib import Path

import pytest

from classify.kinds import Topic
from classify.topics import topic_of
from responses.divisions import DIVISIONS_FILE, division_of, load_routing, referral_of
from responses.kinds import Division


@pytest.mark.parametrize(
    ("text", "division"),
    [
        ("nama saya tidak ada di dpt", Division.RENDATIN),
        ("web kpu error terus", Division.RENDATIN),
        ("tps tutup jam berapa", Division.TEKNIS),
        ("c1 di tps beda dengan sirekap", Division.TEKNIS),
        ("surat suara kurang 50 lembar", Division.KUL),
        ("honor kpps belum cair", Division.KUL),
        ("pendaftaran kpps kapan dibuka", Division.SOSDIKLIH),
        ("minta data untuk skripsi", Division.SOSDIKLIH),
        ("unduh pkpu di mana", Division.HUKUM),
        ("ketua kpu dilaporkan ke dkpp", Division.HUKUM),
    ],
)
def test_a_comment_reaches_the_division_that_owns_its_topic(text: str, division: Division):
    assert division_of(topic_of(text)) is division


@pytest.mark.parametrize(
    ("text", "body"), [("ada serangan fajar", "Bawaslu"), ("kk saya salah, urus di dukcapil?", "Dinas")]
)
def test_what_is_outside_the_office_is_referred(text: str, body: str):
    topic = topic_of(text)
    referral = referral_of(topic)
    assert division_of(topic) is None
    assert referral is not None
    assert referral.name.startswith(body)


def test_no_topic_has_neither_a_division_nor_a_referral():
    assert division_of(None) is None
    assert referral_of(None) is None


def test_every_topic_has_exactly_one_owner(tmp_path: Path):
    routing = load_routing()
    assert set(routing.owners) | set(routing.outside) == set(Topic)
    assert set(routing.owners.values()) == set(Division)
    broken = tmp_path / "divisions.toml"
    broken.write_text(DIVISIONS_FILE.read_text("utf-8").replace('hasil = "teknis"\n', ""), "utf-8")
    with pytest.raises(ValueError, match="one owner"):
        load_routing(broken)
