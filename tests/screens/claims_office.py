"""What the tests of the screen *Klaim* share: claims in the registry, matches that wait, files to import."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from classify.claims.imported import ImportedClaim
from classify.kinds import ClaimVerdict
from classify.models import Claim, ClaimMatch
from console.screens.claims_page import Part
from tests.responses.test_claims import CARDBOARD, add, matched
from tests.screens.content_office import field
from tests.screens.showing import Screens

SEGEL = replace(
    CARDBOARD, text="Surat suara dikirim tanpa segel.", url="", wordings=(), verdict=ClaimVerdict.MENYESATKAN
)
TABLE = """id,text,verdict,publisher,url,wordings
u-1,Kotak suara dibuka di gudang.,salah,Periksa Arunika,https://periksa.example/kotak,kotak dibuka malam hari
u-2,,salah,,,
"""


def claim(screens: Screens, new: ImportedClaim = CARDBOARD) -> int:
    """A claim of the office; its id."""
    return add(screens.world, new)


def suggestion(screens: Screens, claim_id: int, text: str = "kotak kardus gampang dituker min") -> int:
    """A comment that may repeat a claim, waiting for a person; the id of the match."""
    return matched(screens.world, claim_id, screens.world.comment(text))


def match(screens: Screens, match_id: int) -> ClaimMatch:
    """A match as it is stored."""
    with screens.world.database.read() as session:
        return session.get_one(ClaimMatch, match_id)


def stored(screens: Screens) -> dict[str, Claim]:
    """The registry, by key."""
    with screens.world.database.read() as session:
        return {row.key: row for row in session.scalars(select(Claim))}


def opened(screens: Screens, who: str, part: Part) -> AppTest:
    """The part of the screen as this person sees it after logging in."""
    screen = screens.open(who, "klaim")
    return field(screen, "button_group", "klaim_bagian").set_value(part).run()


def parts(screen: AppTest) -> list[str]:
    """The parts that are offered."""
    labels: list[str] = field(screen, "button_group", "klaim_bagian").options
    return labels
