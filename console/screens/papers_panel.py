"""*Lembar*: the papers of a case, those that can be issued now and those that were, each as PDF and DOCX."""

from __future__ import annotations

from functools import partial

import streamlit as st

from console import runtime
from console.screens import words
from console.screens.deeds import done, show_refusal, told
from console.screens.pieces import note, row
from console.screens.visitor import Visitor, present
from responses.desk import desk_of
from responses.errors import NotAllowedError
from responses.papers import issuing
from responses.papers.issuing import PaperForm
from responses.papers.models import PaperFile
from responses.papers.paper import PaperKind
from responses.papers.reading import papers_of
from responses.views.case import CaseView

_MIME = {
    PaperForm.PDF: "application/pdf",
    PaperForm.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def papers(view: CaseView, visitor: Visitor) -> None:
    """Draw the panel; nothing where this case has no papers yet."""
    with runtime.current().database.read() as session:
        rows = issuing.listed(session, visitor.office.id, view.case.id)
        desk = desk_of(session, visitor.office.id, visitor.user.person_id, now=visitor.now)
    try:
        issuing.may_issue(desk, view.sop)
        possible = papers_of(view)
    except NotAllowedError:
        possible = ()
    if not rows and not possible:
        return
    with st.expander(f"Lembar ({len(rows)})", icon=":material/description:", key="lembar_box"):
        show_refusal("lembar")
        for paper in reversed(rows):
            _issued(paper, visitor)
        if possible:
            _possible(view, possible)


def _possible(view: CaseView, possible: tuple[PaperKind, ...]) -> None:
    note("Terbitkan dengan nomor, tanggal, dan keadaan kasus saat ini:")
    for kind in possible:
        with st.container(key=f"act_lembar_{kind.value}"):
            st.button(
                kind.label, icon=":material/note_add:", width="stretch",
                key=f"act_lembar_{kind.value}_{view.case.id}_{view.case.seq}", on_click=_issue, args=(view, kind),
            )  # fmt: skip


def _issued(paper: PaperFile, visitor: Visitor) -> None:
    with st.container(key=f"lembar_{paper.id}", gap="xxsmall"):
        st.text(f"{paper.kind.label}\nNomor {paper.number}")
        when = words.brief(paper.issued_at, visitor.office.timezone, visitor.now)
        note(f"Diterbitkan {paper.issued_by} · {when}")
        who = (visitor.office.id, visitor.user.person_id)
        with row(f"unduh_{paper.id}"):
            for form in PaperForm:
                st.download_button(
                    form.label, partial(_bytes, *who, paper.id, form), issuing.file_name(paper, form), _MIME[form],
                    icon=":material/download:", key=f"unduh_{form.value}_{paper.id}", on_click="ignore",
                )  # fmt: skip


def _bytes(office_id: int, person_id: int, paper_id: int, form: PaperForm) -> bytes:
    """Read only when somebody downloads, in a thread without a screen; the authority is looked up again."""
    parts = runtime.current()
    with parts.database.read() as session:
        desk = desk_of(session, office_id, person_id, now=runtime.utc_now())
        return issuing.bytes_of(issuing.download(session, desk, paper_id), form, parts.settings.proofs)


def _issue(view: CaseView, kind: PaperKind) -> None:
    """Make a paper. It takes a moment, so no transaction is open meanwhile."""
    parts = runtime.current()
    with told("lembar"):
        visitor = present()
        if visitor is None:
            raise NotAllowedError("Sesi Anda sudah berakhir. Masuklah lagi; tidak ada yang berubah.")
        with parts.database.read() as session:
            desk = desk_of(session, visitor.office.id, visitor.user.person_id, now=visitor.now)
        made = issuing.issue(
            parts.database, desk, view.case.id, kind, folder=parts.settings.proofs,
            public_url=parts.settings.public_url,
        )  # fmt: skip
        done(f"{kind.label} diterbitkan dengan nomor {made.number}.")
