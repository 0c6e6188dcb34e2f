"""One text from many accounts at once: when that is a burst, how it is said, and how far it raises urgency."""

from __future__ import annotations

import math
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from classify.assessment import Reason
from classify.kinds import Flag, ReasonSource
from classify.models import ClusterMember, TextCluster


@dataclass(frozen=True, slots=True)
class BurstSettings:
    """When one text is a burst, and what that adds to urgency.

    Among 15,891 public reviews of an election app, up to 106 in an hour, never more than two people wrote alike
    within an hour, and never more than six within a day: five accounts in one hour do not come about by chance.
    The log-odds grow with every doubling and end at 1.5 (odds of one in twenty become one in four and a half): a
    complaint that already leans to urgent gets there, a wave of praise that starts at one in a hundred does not.
    """

    accounts: int = 5
    window: timedelta = timedelta(hours=1)
    fresh: timedelta = timedelta(hours=6)
    """How long after its last comment a burst still raises urgency: an imported campaign of last week does not."""
    log_odds: float = 0.5
    log_odds_per_doubling: float = 0.5
    most_log_odds: float = 1.5


DEFAULT = BurstSettings()


@dataclass(frozen=True, slots=True)
class Pace:
    """How many comments from how many accounts a cluster has between two moments."""

    cluster_id: int
    head_comment_id: int
    accounts: int
    comments: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Burst:
    """One text from many accounts at once, and the log-odds it adds to urgency now (0 when it is over)."""

    pace: Pace
    log_odds: float

    @property
    def minutes(self) -> int:
        """From the first to the last comment, in minutes begun; at least one."""
        return max(1, math.ceil((self.pace.last_at - self.pace.first_at).total_seconds() / 60))

    @property
    def sentence(self) -> str:
        """What happened, as it is shown to a person."""
        accounts = f"{self.pace.accounts:,}".replace(",", ".")
        return f"{accounts} akun menulis kalimat yang hampir sama dalam {self.minutes} menit"

    @property
    def reason(self) -> Reason:
        """The same as a reason for urgency."""
        return Reason(Flag.URGENT, ReasonSource.CLUSTER, self.sentence)


def burst(pace: Pace, now: datetime, settings: BurstSettings = DEFAULT) -> Burst | None:
    """Whether this pace is a burst, seen from ``now``."""
    if pace.accounts < settings.accounts or pace.last_at - pace.first_at > settings.window:
        return None
    if now - pace.last_at > settings.fresh:
        return Burst(pace, 0.0)
    grown = settings.log_odds + settings.log_odds_per_doubling * math.log2(pace.accounts / settings.accounts)
    return Burst(pace, min(grown, settings.most_log_odds))


def densest(pace: Pace, written: Iterable[tuple[datetime, str]], window: timedelta) -> Pace:
    """The stretch no longer than ``window`` with the most accounts, the earliest of several; ``written`` in order."""
    best = Pace(pace.cluster_id, pace.head_comment_id, 0, 0, pace.first_at, pace.first_at)
    inside: deque[tuple[datetime, str]] = deque()
    authors: Counter[str] = Counter()
    for at, author in written:
        inside.append((at, author))
        authors[author] += 1
        while at - inside[0][0] > window:
            _, gone = inside.popleft()
            authors[gone] -= 1
            if not authors[gone]:
                del authors[gone]
        if len(authors) > best.accounts:
            best = Pace(pace.cluster_id, pace.head_comment_id, len(authors), len(inside), inside[0][0], at)
    return best


def paces(session: Session, cluster_ids: Sequence[int], settings: BurstSettings = DEFAULT) -> list[Pace]:
    """The last stretch of each of these clusters that has enough accounts to be a burst at all."""
    some = _candidates(session, settings, TextCluster.id.in_(cluster_ids))
    return [_last_stretch(session, pace, settings.window) for pace in some]


def bursts(
    session: Session, office_id: int, since: datetime, *, now: datetime, settings: BurstSettings = DEFAULT
) -> list[Burst]:
    """The densest stretch of every cluster of an office last seen since a time, where it is a burst; newest first."""
    recent = (TextCluster.office_id == office_id) & (TextCluster.last_seen_at >= since)
    paces = [
        densest(pace, _written(session, pace.cluster_id, since), settings.window)
        for pace in _candidates(session, settings, recent)
    ]
    found = [one for one in (burst(pace, now, settings) for pace in paces) if one]
    return sorted(found, key=lambda one: one.pace.last_at, reverse=True)


def _candidates(session: Session, settings: BurstSettings, which: ColumnElement[bool]) -> list[Pace]:
    """Whole clusters with enough accounts."""
    cluster = TextCluster
    rows = session.execute(
        select(
            cluster.id, cluster.head_comment_id, cluster.authors, cluster.size,
            cluster.first_seen_at, cluster.last_seen_at,
        )
        .where(which, cluster.authors >= settings.accounts)
        .order_by(cluster.id)
    )  # fmt: skip
    return [Pace(*row) for row in rows]


def _written(session: Session, cluster_id: int, since: datetime) -> Iterator[tuple[datetime, str]]:
    member = ClusterMember
    rows = session.execute(
        select(member.joined_at, member.author)
        .where(member.cluster_id == cluster_id, member.joined_at >= since)
        .order_by(member.joined_at)
        .execution_options(yield_per=1000)
    )
    return ((at, author) for at, author in rows)


def _last_stretch(session: Session, pace: Pace, window: timedelta) -> Pace:
    member = ClusterMember
    first, accounts, comments = session.execute(
        select(func.min(member.joined_at), func.count(member.author.distinct()), func.count()).where(
            member.cluster_id == pace.cluster_id, member.joined_at >= pace.last_at - window
        )
    ).one()
    return Pace(pace.cluster_id, pace.head_comment_id, accounts, comments, first, pace.last_at)
