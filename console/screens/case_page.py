"""*Kasus*: what waits for this person, every open case, and one case whole."""

from __future__ import annotations

from itertools import groupby

import streamlit as st
from sqlalchemy.orm import Session

from console import runtime
from console.screens import pieces
from console.screens.case_detail import PARTICIPANTS, detail
from console.screens.content_parts import SUBJECT_BADGES
from console.screens.deeds import steady
from console.screens.freshness import watch
from console.screens.pieces import badge, heading, note
from console.screens.visitor import Visitor
from responses.desk import desk_of
from responses.kinds import SopPurpose, Subject
from responses.views.tasks import Task, open_tasks, tasks_of

SHOWN = 30
"""Cases of one group drawn at once; more would make the page slow to paint."""
_ORDER = (
    "Perlu dilaporkan", "Perlu diperintahkan", "Perlu diteruskan", "Perlu didraf", "Perlu disetujui", "Siap tayang",
    "Perlu dihapus", "Perlu disahkan",
)  # fmt: skip


@steady
def show(visitor: Visitor) -> None:
    """The list, or the case that the address names."""
    case_id = pieces.number_in_query("id")
    if case_id is None:
        _lists(visitor)
        return
    st.button("Semua kasus", key="kasus_kembali", icon=":material/arrow_back:", type="tertiary", on_click=_leave)
    detail(visitor, case_id)


def _lists(visitor: Visitor) -> None:
    with runtime.current().database.read() as session:
        desk = desk_of(session, visitor.office.id, visitor.user.person_id, now=visitor.now)
        mine, every = tasks_of(session, desk), open_tasks(session, visitor.office.id)
    watch(_steps, _places(every), PARTICIPANTS, "Daftar kasus berubah, tampilkan")
    own, rest = st.tabs([f"Tugas saya ({len(mine)})", f"Semua kasus berjalan ({len(every)})"], key="kasus_tabs")
    with own:
        if not mine:
            note("Tidak ada yang menunggu Anda.")
        for action, tasks in _by_action(mine):
            _group("tugas", action, tasks, visitor)
    with rest:
        if not every:
            note("Tidak ada kasus yang berjalan.")
        for action, tasks in _by_action(every):
            _group("semua", action, tasks, visitor)


def _steps(session: Session, visitor: Visitor) -> object:
    return _places(open_tasks(session, visitor.office.id))


def _places(tasks: tuple[Task, ...]) -> frozenset[tuple[int, str]]:
    return frozenset((task.case_id, task.step) for task in tasks)


def _by_action(tasks: tuple[Task, ...]) -> list[tuple[str, list[Task]]]:
    place = {action: index for index, action in enumerate(_ORDER)}
    ordered = sorted(tasks, key=lambda task: place.get(_action(task), len(_ORDER)))
    return [(action, list(found)) for action, found in groupby(ordered, key=_action)]


def _action(task: Task) -> str:
    """What is due; the proof of a removal is not that something is public."""
    return "Perlu dihapus" if task.subject is Subject.REMOVAL and task.action == "Siap tayang" else task.action


def _group(part: str, action: str, tasks: list[Task], visitor: Visitor) -> None:
    heading(f"{action} ({len(tasks)})")
    name = f"{part}_{_ORDER.index(action) if action in _ORDER else len(_ORDER)}"
    many = len(tasks) > SHOWN
    whole = many and st.toggle(f"Tampilkan semua, juga {len(tasks) - SHOWN} lainnya", key=f"semua_{name}")
    with st.container(key=f"daftar_{name}", gap=None):
        for task in tasks if whole else tasks[:SHOWN]:
            _row(part, task, visitor)


def _row(part: str, task: Task, visitor: Visitor) -> None:
    key = f"kasus_{task.case_id}" if part == "tugas" else f"{part}_kasus_{task.case_id}"
    with st.container(key=f"baris_{part}_{task.case_id}", gap=None):
        with pieces.row(f"kepala_{part}_{task.case_id}"):
            st.button(task.number, key=key, type="tertiary", on_click=_open, args=(task.case_id,))
            if task.purpose is SopPurpose.URGENT:
                badge(SopPurpose.URGENT.label, ":material/warning:", "red")
            if task.subject in SUBJECT_BADGES:
                badge(task.purpose.label, *SUBJECT_BADGES[task.subject])
            st.text(task.step_title)
            if task.paused_at is not None:
                badge("Waktu dihentikan sementara", ":material/pause_circle:", "orange")
            else:
                pieces.deadline(
                    (task.due_at, task.same_day_due_at), task.started_at, visitor.office.timezone, visitor.now
                )
            if task.division:
                badge(task.division.label, ":material/groups:", "gray")
        st.text(_about(task))


def _about(task: Task) -> str:
    if task.subject is not Subject.REPLY:
        return task.title
    more = f" (+{task.comments - 1} komentar)" if task.comments > 1 else ""
    return f"{task.author or '(tanpa nama)'}: {' '.join(task.excerpt.split())}{more}"


def _open(case_id: int) -> None:
    st.query_params["id"] = str(case_id)


def _leave() -> None:
    st.query_params.pop("id", None)
