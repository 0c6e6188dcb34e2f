"""A comment is led to the claim it repeats, with the words that show it, and never beyond what is sure."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from classify.claim_evaluate import ClaimPair, evaluate
from classify.claim_match import ENOUGH, FLAG, SUGGEST, ClaimIndex, ClaimText, Match, MatchLevel, level
from classify.claims.seed import seed_claims
from classify.invented_claims import distractors

DEVELOPMENT = Path(__file__).parent / "claim_pairs_dev.csv"
CLAIMS = (
    ClaimText("mundur", ("Ketua KPU mengundurkan diri karena tekanan massa",)),
    ClaimText("server", ("Server KPU di Singapura diatur 57 persen untuk 01", "Mesin suara disetel di luar negeri")),
    ClaimText("kardus", ("Kotak suara kardus dipilih agar mudah ditukar",)),
)


@pytest.fixture(scope="module")
def index() -> ClaimIndex:
    others = [ClaimText(f"x{at}", (text,)) for at, text in enumerate(distractors(300, seed=3))]
    return ClaimIndex([*others, *CLAIMS])


@pytest.fixture(scope="module")
def known() -> ClaimIndex:
    return ClaimIndex([ClaimText(claim.key, (claim.text, *claim.wordings)) for claim in seed_claims()])


def development() -> tuple[dict[str, str], list[ClaimPair]]:
    with DEVELOPMENT.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["claim_id"]: row["claim"] for row in rows}, [ClaimPair(row["claim_id"], row["query"]) for row in rows]


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Ketua KPU mengundurkan diri karena tekanan massa", "mundur"),
        ("KETVA KPU M3NGVNDURK4N D1R1", "mundur"),
        ("bos kpu resign abis didemo", "mundur"),
        ("servernya kpu di spore disetting 57%", "server"),
        ("mesinnya udah disetting di luar negeri, suara kita percuma", "server"),
        ("tempat suara dr karton biar gampang dituker", "kardus"),
        ("tidak benar ketua kpu mengundurkan diri, jangan percaya", "mundur"),
    ],
)
def test_a_claim_is_found_however_it_is_repeated(index: ClaimIndex, text: str, claim: str):
    assert index.search(text, 3)[0].claim_id == claim


def test_the_same_words_score_one_and_others_less(index: ClaimIndex):
    same, other = index.search(CLAIMS[0].wordings[0], 2)
    assert same.score == pytest.approx(1.0, abs=1e-4)
    assert 0 < other.score < same.score


def test_a_match_shows_the_writers_own_words_and_where_they_stand(index: ClaimIndex):
    text = "min, katanya BOS KPU udah resign ya"
    match = index.search(text, 1)[0]
    assert set(match.terms) == {"BOS", "KPU", "resign"}
    assert [text[start:end] for start, end in match.spans] == list(match.terms)


def test_one_sentence_of_a_long_comment_is_enough(index: ClaimIndex):
    around = "Antri dari pagi panas sekali di kelurahan. Kursi lansia tidak disediakan panitia. "
    match = index.search(f"{around}Kotak suara kardus dipilih biar gampang ditukar. {around}", 1)[0]
    assert match.claim_id == "kardus"
    assert level(match) is MatchLevel.FLAG


def test_many_texts_are_searched_as_one_by_one(index: ClaimIndex):
    texts = ["ketua kpu mundur", "", "kotak suara dari karton", "🗳️", *distractors(100, seed=4)]
    together, alone = index.search_many(texts, 2), [index.search(text, 2) for text in texts]
    assert [[match.claim_id for match in found] for found in together] == [
        [match.claim_id for match in found] for found in alone
    ]


@pytest.mark.parametrize("text", ["", "🗳️", "\u200b" * 10_000, "123456789", "مرحبا", "qwxzvb", "apa kabar min?"])
def test_what_shares_nothing_with_any_claim_finds_none(index: ClaimIndex, text: str):
    assert index.search(text, 5) == []


def test_no_more_claims_are_found_than_asked_for_or_than_there_are():
    index = ClaimIndex(CLAIMS)
    assert len(index) == 3
    assert len(index.search("KPU dan kotak suara di Singapura", 2)) == 2
    assert len(index.search("KPU dan kotak suara di Singapura", 50)) <= 3
    with pytest.raises(ValueError, match="top must be 1 or more"):
        index.search("KPU", 0)


def test_a_claim_of_many_wordings_is_found_once_and_hides_no_other():
    many = ClaimText("banyak", tuple(f"Ketua KPU mengundurkan diri hari ke-{day}" for day in range(2, 12)))
    found = ClaimIndex([many, *CLAIMS]).search("ketua kpu mengundurkan diri", 2)
    assert sorted(match.claim_id for match in found) == ["banyak", "mundur"]


@pytest.mark.parametrize("claims", [[], [ClaimText("a", ())], [ClaimText("a", ("",))], [ClaimText("a", ("🗳️", "apa"))]])
def test_a_registry_without_words_finds_nothing(claims: list[ClaimText]):
    assert ClaimIndex(claims).search("ketua kpu mundur", 3) == []


@pytest.mark.parametrize(
    ("score", "evidence", "content", "expected"),
    [
        (FLAG, ENOUGH, 4, MatchLevel.FLAG), (1.0, 99, 3, MatchLevel.SUGGEST), (FLAG - 0.01, 99, 9, MatchLevel.SUGGEST),
        (SUGGEST, ENOUGH, 1, MatchLevel.SUGGEST), (SUGGEST - 0.01, 99, 9, MatchLevel.NONE),
        (1.0, ENOUGH - 0.1, 9, MatchLevel.NONE),
    ],
)  # fmt: skip
def test_thresholds_decide_and_a_short_text_is_never_flagged(
    score: float, evidence: float, content: int, expected: MatchLevel
):
    assert level(Match("a", score, content=content, evidence=evidence)) is expected


@pytest.mark.parametrize("others", [0, 90, 3000])
def test_a_score_means_the_same_in_a_small_and_in_a_large_registry(others: int):
    claim = ClaimText(
        "kontainer", ("Tujuh kontainer surat suara yang sudah tercoblos tiba di pelabuhan Tanjung Priok",)
    )
    index = ClaimIndex([claim, *(ClaimText(f"x{at}", (text,)) for at, text in enumerate(distractors(others, seed=3)))])
    repeated, plain = index.search_many(
        [
            "katanya 7 kontainer surat suara udah kecoblos semua di pelabuhan tanjung priok, sebarkan",
            "min, kekurangan surat suara di tps saya lapor ke mana?",
        ],
        1,
    )
    assert (repeated[0].claim_id, level(repeated[0])) == ("kontainer", MatchLevel.FLAG)
    assert all(level(match) is MatchLevel.NONE for match in plain)


@pytest.mark.parametrize(
    "text",
    [
        "tps tutup jam berapa min?", "honor kpps kapan cair ya kak", "nama saya belum ada di dpt, lapor ke mana?",
        "cara pindah memilih gimana, saya kerja di luar kota", "setuju", "prett", "bawa ktp atau kk ke tps?",
        "suara saya boleh untuk siapa saja?", "petugas tps ramah sekali, terima kasih", "kapan putusan mk dibacakan?",
    ],
)  # fmt: skip
def test_an_ordinary_comment_repeats_none_of_the_claims_that_come_with_simak(known: ClaimIndex, text: str):
    assert [match.claim_id for match in known.search(text, 3) if level(match) is not MatchLevel.NONE] == []


def test_a_claim_repeated_in_three_words_is_only_suggested():
    index = ClaimIndex([*CLAIMS, ClaimText("pendek", ("Gempa guncang Palu",))])
    match = index.search("Gempa guncang Palu!", 1)[0]
    assert (match.claim_id, match.score > FLAG, level(match)) == ("pendek", True, MatchLevel.SUGGEST)


def test_the_development_pairs_are_found_among_other_claims():
    claims, pairs = development()
    others = [ClaimText(f"x{at}", (text,)) for at, text in enumerate(distractors(1500, seed=5))]
    recall = evaluate(ClaimIndex([*others, *(ClaimText(name, (text,)) for name, text in claims.items())]), pairs)
    assert (recall.at_1, recall.at_5) >= (0.9, 0.95)
    assert recall.at_5 >= 0.95
    assert len(recall.rows) == len(pairs) >= 120


def test_pairs_that_are_not_found_lower_the_recall():
    recall = evaluate(
        ClaimIndex(CLAIMS), [ClaimPair("mundur", "bos kpu resign"), ClaimPair("kardus", "bos kpu resign")]
    )
    assert (recall.at_1, recall.rows[0].rank) == (0.5, 1)
    assert recall.rows[1].rank != 1
    with pytest.raises(ValueError, match="no pairs"):
        evaluate(ClaimIndex(CLAIMS), [])


def test_other_claims_are_distinct_varied_and_always_the_same():
    made = distractors(3000, seed=8)
    assert len(set(made)) == 3000
    assert made == distractors(3000, seed=8)
    assert len({word for text in made for word in text.lower().split()}) > 800
