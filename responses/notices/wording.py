"""What a notice says: short, formal, and nothing that may not leave the house.

Case number, step, time and a link; never a comment, a name or a draft.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from responses.clock import OfficeCalendar, minutes_between
from responses.dates import clock
from responses.kinds import Clock, Effect, Need
from responses.notices.kinds import NoticeKind
from responses.notices.plan import CaseFacts
from responses.notices.sender import Message
from responses.sop import Step

LINES = 20
"""Notices told one by one in a digest; the rest is counted."""
_TITLES: Mapping[NoticeKind, str] = {
    NoticeKind.STEP_DUE: "Kasus {number} menunggu Anda",
    NoticeKind.REMINDER: "Kasus {number}: batas waktu hampir tiba",
    NoticeKind.SAME_DAY: "Kasus {number}: harus tayang hari ini",
    NoticeKind.DUE: "Kasus {number}: batas waktu sudah lewat",
    NoticeKind.ESCALATION: "Kasus {number} terlambat dan memerlukan perhatian Anda",
    NoticeKind.URGENT: "MENDESAK: kasus {number} perlu dijawab segera",
    NoticeKind.UNACKNOWLEDGED: "MENDESAK: kasus {number} belum ditangani siapa pun",
    NoticeKind.PUBLICATION_TROUBLE: "Kasus {number}: penayangan perlu tindakan",
}
TEST = Message("Uji coba pemberitahuan Simak", "Tujuan ini dapat menerima pemberitahuan dari Simak.")


@dataclass(frozen=True, slots=True)
class Line:
    """One notice in words."""

    title: str
    details: str
    link: str


def line(kind: NoticeKind, case: CaseFacts, calendar: OfficeCalendar, public_url: str, now: datetime) -> Line:
    """The words of one notice about a case, with the time that is left at ``now``."""
    details = f"Langkah: {case.step.title}\n{_time(case, calendar, now)}"
    if kind is NoticeKind.PUBLICATION_TROUBLE and case.trouble:
        details += f"\nKeadaan: {', '.join(sorted(state.label for state in case.trouble))}"
    return Line(_TITLES[kind].format(number=case.number), details, link(kind, case, public_url))


def link(kind: NoticeKind, case: CaseFacts, public_url: str) -> str:
    """Where the person can act: the decision itself, the case otherwise."""
    to_decide = kind not in (NoticeKind.ESCALATION, NoticeKind.UNACKNOWLEDGED, NoticeKind.PUBLICATION_TROUBLE)
    screen = "persetujuan" if to_decide and _is_decision(case.step) else "kasus"
    return f"{public_url}/{screen}?id={case.case_id}"


def message(lines: Sequence[Line], count: int) -> Message:
    """One notice as it is; several as one digest of at most ``LINES``, which says how many (``count``) there are."""
    if count == 1:
        return Message(lines[0].title, f"{lines[0].details}\nBuka: {lines[0].link}")
    told = [f"{one.title}\n{one.details}\nBuka: {one.link}" for one in lines[:LINES]]
    if count > LINES:
        told.append(f"dan {count - LINES} pemberitahuan lain; buka Simak untuk melihat semuanya.")
    return Message(f"Simak: {count} pemberitahuan untuk Anda", "\n\n".join(told))


def _is_decision(step: Step) -> bool:
    return bool({Effect.CONSENT, Effect.PUBLISH, Effect.RATIFY} & set(step.effects)) and Need.DRAF not in step.needs


def _time(case: CaseFacts, calendar: OfficeCalendar, now: datetime) -> str:
    deadline = case.deadline
    if deadline is None:
        return "Batas: secepatnya"
    counted = case.step.clock if deadline == case.due_at else Clock.OFFICE
    unit = "menit kerja" if counted is Clock.OFFICE else "menit"
    minutes = abs(minutes_between(counted, calendar, now, deadline))
    how = f"tersisa {minutes} {unit}" if deadline > now else f"terlambat {minutes} {unit}"
    return f"Batas: {_moment(deadline, calendar)} ({how})"


def _moment(at: datetime, calendar: OfficeCalendar) -> str:
    return f"{at.astimezone(calendar.zone):%d/%m/%Y} {clock(at, calendar.timezone)}"
