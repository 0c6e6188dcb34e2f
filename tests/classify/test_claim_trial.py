"""The claim behind a hard paraphrase is found among ten thousand, on pairs nobody tuned on."""

from __future__ import annotations

from classify.claim_trial import CLAIMS, read_pairs, read_registry, trial
from classify.examples import near_duplicates


def test_the_claim_of_a_hard_paraphrase_is_found_among_ten_thousand():
    found = trial(seed=7)
    assert found.claims == CLAIMS
    assert found.pairs >= 300
    assert found.at_1 >= 0.68
    assert found.at_5 >= 0.85
    assert found.at_1 > found.baseline_at_1 + 0.2


def test_every_pair_names_a_claim_of_the_registry_and_none_is_its_own_copy():
    pairs, registry = read_pairs(), {claim.id: claim.wordings[0] for claim in read_registry(1_100, seed=1)}
    assert {pair.claim_id for pair in pairs} <= registry.keys()
    assert near_duplicates([*registry.values(), *(pair.query for pair in pairs)]) == []
