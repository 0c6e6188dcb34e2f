"""ClaimReview of pages and answers of Google Fact Check Tools: read in every shape, refused in words."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from classify.claims import claim_review, fact_check
from classify.claims.imported import ClaimFileError, Imported
from classify.kinds import ClaimVerdict

NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
REVIEW: dict[str, Any] = {
    "@context": "https://schema.org", "@type": "ClaimReview", "claimReviewed": "Kotak suara kardus mudah ditukar",
    "url": "https://periksa.example/kardus", "datePublished": "2019-03-28",
    "author": {"@type": "Organization", "name": "Periksa Arunika"},
    "itemReviewed": {"@type": "Claim", "datePublished": "2019-03-27T10:00:00+07:00"},
    "reviewRating": {"@type": "Rating", "ratingValue": 1, "worstRating": 1, "bestRating": 5, "alternateName": "Salah"},
}  # fmt: skip


def reviewed(document: object) -> Imported:
    return claim_review.read(json.dumps(document).encode(), now=NOW)


def page(*scripts: str) -> bytes:
    body = "".join(f'<script type="application/ld+json">{script}</script>' for script in scripts)
    return f"<!doctype html><html><head><script>var a = 1 < 2;</script>{body}</head></html>".encode()


def rated(**rating: object) -> Imported:
    return reviewed({**REVIEW, "reviewRating": rating})


@pytest.mark.parametrize(
    "document",
    [
        REVIEW,
        [REVIEW],
        {"@context": "https://schema.org", "@graph": [{"@type": "WebPage", "name": "x"}, REVIEW]},
        {**REVIEW, "@type": ["ClaimReview", "Review"]},
        {**REVIEW, "@type": "https://schema.org/ClaimReview"},
        {"@type": "NewsArticle", "review": REVIEW},
    ],
)
def test_a_review_is_found_wherever_it_stands(document: object):
    (claim,) = reviewed(document).claims
    assert (claim.text, claim.publisher) == ("Kotak suara kardus mudah ditukar", "Periksa Arunika")
    assert (claim.verdict, claim.verdict_published) == (ClaimVerdict.SALAH, "Salah")
    assert (claim.claimed_on, claim.published_on) == (date(2019, 3, 27), date(2019, 3, 28))


def test_the_scripts_of_a_page_are_read_and_a_broken_one_is_named():
    found = claim_review.read(page('{"@type": "WebPage"}', "{broken", json.dumps(REVIEW)), now=NOW)
    assert [claim.url for claim in found.claims] == ["https://periksa.example/kardus"]
    assert found.refused[0].where == "skrip 2"
    assert "baris 1" in found.refused[0].text


def test_wrappings_old_pages_put_around_a_script_are_taken_off():
    found = claim_review.read(page(f"//<![CDATA[\n{json.dumps(REVIEW)}\n//]]>"), now=NOW)
    assert len(found.claims) == 1


def test_a_publisher_named_elsewhere_in_the_graph_is_found():
    graph = [{"@id": "#org", "@type": "Organization", "name": "Redaksi"}, {**REVIEW, "author": {"@id": "#org"}}]
    assert reviewed({"@graph": graph}).claims[0].publisher == "Redaksi"


@pytest.mark.parametrize(
    ("value", "worst", "best", "verdict"),
    [
        (1, 1, 5, ClaimVerdict.SALAH), (2, 1, 5, ClaimVerdict.MENYESATKAN), (3, 1, 5, ClaimVerdict.SEBAGIAN_BENAR),
        (4, 1, 5, ClaimVerdict.SEBAGIAN_BENAR), ("5", "1", "5", ClaimVerdict.BENAR), (10, 0, 10, ClaimVerdict.BENAR),
        (0, 0, 10, ClaimVerdict.SALAH),
    ],
)  # fmt: skip
def test_a_rating_without_a_word_is_graded_by_its_place(value: object, worst: object, best: object, verdict: object):
    found = rated(ratingValue=value, worstRating=worst, bestRating=best)
    assert (found.claims[0].verdict, found.remarks) == (verdict, ())
    assert found.claims[0].verdict_published == f"{float(str(value)):g} dari {best}"


def test_ends_that_are_not_named_are_one_and_five():
    assert rated(ratingValue=2).claims[0].verdict is ClaimVerdict.MENYESATKAN


def test_the_word_counts_before_the_number():
    assert (
        rated(ratingValue=5, bestRating=5, worstRating=1, alternateName="Hoaks").claims[0].verdict is ClaimVerdict.SALAH
    )


def test_an_unknown_word_is_graded_by_its_number_and_named():
    found = rated(ratingValue=1, bestRating=5, worstRating=1, alternateName="Empat Pinokio")
    assert found.claims[0].verdict is ClaimVerdict.SALAH
    assert "Empat Pinokio" in found.remarks[0].text


@pytest.mark.parametrize(
    "rating",
    [
        {"ratingValue": -1, "bestRating": 5, "worstRating": 1}, {"ratingValue": 3, "bestRating": 1, "worstRating": 1},
        {"ratingValue": "nan"}, {"alternateName": "Entahlah"}, {"ratingValue": "banyak", "alternateName": "Entahlah"},
    ],
)  # fmt: skip
def test_a_rating_that_says_nothing_is_unproven_with_a_remark(rating: dict[str, object]):
    found = rated(**rating)
    assert found.claims[0].verdict is ClaimVerdict.BELUM_TERBUKTI
    assert len(found.remarks) == 1


def test_a_review_without_a_claim_is_refused_and_the_others_are_taken():
    found = reviewed([{**REVIEW, "claimReviewed": " "}, {**REVIEW, "claimReviewed": 5}, REVIEW])
    assert (len(found.claims), len(found.refused)) == (1, 2)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<html><body>Tidak ada</body></html>", "Tidak ada ClaimReview"),
        (b'{"@type": "WebPage"}', "Tidak ada ClaimReview"),
        (b"[" * 200_000, "JSON rusak"),
        (b'{"a": 1', "baris 1, kolom"),
        (b'{"a": "\xff\xfe"}', "JSON rusak"),
        (b"", "kosong"),
    ],
)
def test_what_holds_no_review_is_refused_with_the_reason(data: bytes, why: str):
    with pytest.raises(ClaimFileError, match=why):
        claim_review.read(data, now=NOW)


def test_a_page_of_open_brackets_costs_no_more_than_another():
    data = b"<html>" + b"<script application/ld+json " * 100_000 + page(json.dumps(REVIEW))
    assert len(claim_review.read(data, now=NOW).claims) == 1


GOOGLE: dict[str, Any] = {
    "claims": [
        {
            "text": "Pemilih wajib membawa hasil tes usap", "claimant": "pesan berantai",
            "claimDate": "2020-11-01T00:00:00Z",
            "claimReview": [
                {
                    "publisher": {"name": "Periksa Arunika", "site": "periksa.example"},
                    "url": "https://periksa.example/usap", "title": "Hoaks tes usap",
                    "reviewDate": "2020-11-02T00:00:00Z", "textualRating": "Hoaks", "languageCode": "id",
                },
                {"publisher": {"site": "lain.example"}, "url": "https://lain.example/1", "textualRating": "Aneh"},
            ],
        },
        {"text": "Tanpa pemeriksaan"},
    ],
    "nextPageToken": "CAo",
}  # fmt: skip


def test_every_review_of_an_answer_is_a_claim():
    found = fact_check.read(json.dumps(GOOGLE).encode(), now=NOW)
    first, second = found.claims
    assert (first.text, first.verdict, first.publisher) == (
        "Pemilih wajib membawa hasil tes usap", ClaimVerdict.SALAH, "Periksa Arunika",
    )  # fmt: skip
    assert (first.claimed_on, first.published_on) == (date(2020, 11, 1), date(2020, 11, 2))
    assert (second.verdict, second.publisher) == (ClaimVerdict.BELUM_TERBUKTI, "lain.example")
    assert [note.where for note in found.refused] == ["klaim 2"]
    assert "Aneh" in found.remarks[0].text


@pytest.mark.parametrize("document", [{}, {"claims": []}])
def test_an_answer_without_claims_is_empty_and_no_error(document: object):
    assert fact_check.read(json.dumps(document).encode(), now=NOW) == Imported(())


@pytest.mark.parametrize(
    "claims", [["kata"], [{"claimReview": "x"}], [{"text": "a", "claimReview": [None, {"publisher": [], "url": 5}]}]]
)
def test_strange_entries_are_refused_or_taken_but_never_break_the_file(claims: list[Any]):
    found = fact_check.read(json.dumps({"claims": claims}).encode(), now=NOW)
    assert found.refused


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<!doctype html><title>Masuk</title>", "halaman HTML"),
        (b'{"error": {"code": 403, "message": "API key not valid"}}', "API key not valid"),
        (b'{"items": []}', "bukan jawaban"),
        (b'{"claims": 5}', "bukan jawaban"),
        (b"[1, 2]", "bukan jawaban"),
        (b"{", "JSON rusak"),
    ],
)
def test_what_is_no_answer_is_refused_with_the_reason(data: bytes, why: str):
    with pytest.raises(ClaimFileError, match=why):
        fact_check.read(data, now=NOW)
