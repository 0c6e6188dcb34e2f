"""What may be said to a text instead of yes: send it back, change it oneself, or close the case without a reply."""

from __future__ import annotations

import streamlit as st

from console.screens import file_parts, guard_parts
from console.screens.deeds import act, done, told
from console.screens.guard_parts import Shown
from console.screens.input_parts import PLACE, forget, kept_key, reason_of, typed
from console.screens.pieces import QUICK_REASONS, note
from console.screens.visitor import Visitor
from responses import cases, drafts
from responses.cases import Move
from responses.kinds import Need, Subject
from responses.views.case import CaseView

_CLOSE = {
    Subject.REPLY: ("Tutup tanpa tanggapan", "ditutup tanpa tanggapan."),
    Subject.CONTENT: ("Batalkan konten ini", "dibatalkan; konten tidak ditayangkan."),
    Subject.REMOVAL: ("Batalkan penghapusan", "dibatalkan; publikasi dibiarkan."),
}


def send_back(view: CaseView, target: str) -> None:
    """Along the "no" of the step, with a reason."""
    subject = view.case.id
    with st.expander("Kembalikan dengan alasan", icon=":material/undo:", key="kembali_box", expanded=True):
        st.text(f"Kembali ke langkah: {view.sop.step(target).title}")
        with st.container(key="pilih_alasan"):
            st.pills("Alasan singkat", QUICK_REASONS, key=f"pilih_alasan_{subject}")
        with st.container(key="input_alasan"):
            st.text_area("Alasan", key=f"input_alasan_{subject}", height=80, persist_state="session")
        with st.container(key="act_kembalikan"):
            st.button(
                "Kembalikan", icon=":material/undo:", width="stretch",
                key=f"act_kembalikan_{subject}_{view.case.seq}", on_click=_no, args=(view,),
            )  # fmt: skip


def revise(view: CaseView, visitor: Visitor) -> None:
    """Change the text that waits; the guard reads what is written."""
    assert view.draft is not None, "only offered when there is a text"
    subject = view.case.id
    with st.expander("Ubah naskah", icon=":material/edit:", key="ubah_box"):
        note("Setiap persetujuan atas naskah lama gugur, dan naskah baru harus disetujui orang lain.")
        key = _text_key(view)
        st.session_state.setdefault(key, view.draft.text)
        with st.container(key="input_ubah"):
            st.text_area(Need.DRAF.label, key=key, height=200, persist_state="session")
        shown = guard_parts.read(view, typed(key), visitor, "ubah") if typed(key) != view.draft.text else None
        if view.case.subject is Subject.CONTENT:
            file_parts.upload_field(_files_key(view), drafts.files_of(view.draft))
        with st.container(key="input_alasan_ubah"):
            st.text_input("Catatan perubahan", key=f"input_alasan_ubah_{subject}")
        with st.container(key="act_ubah"):
            st.button(
                "Simpan perubahan", icon=":material/save:", width="stretch",
                key=f"act_ubah_{subject}_{view.case.seq}", on_click=_revised, args=(view, shown),
            )  # fmt: skip


def decline(view: CaseView) -> None:
    """Close the case without what it was opened for, with a reason."""
    subject, (label, _told) = view.case.id, _CLOSE[view.case.subject]
    with st.expander(label, icon=":material/block:", key="tutup_box"):
        with st.container(key="input_alasan_tutup"):
            st.text_area("Alasan", key=f"input_alasan_tutup_{subject}", height=80, persist_state="session")
        with st.container(key="act_tutup"):
            st.button(
                label, icon=":material/block:", width="stretch",
                key=f"act_tutup_{subject}_{view.case.seq}", on_click=_declined, args=(view,),
            )  # fmt: skip


def _no(view: CaseView) -> None:
    keys = (f"pilih_alasan_{view.case.id}", f"input_alasan_{view.case.id}")
    reason = reason_of(*keys)
    with told(PLACE):
        act(lambda session, desk: cases.act(session, desk, view.case.id, Move(view.case.seq, yes=False, note=reason)))
        done(f"Kasus {view.case.number} dikembalikan dengan alasan.")
    forget(PLACE, *keys)


def _revised(view: CaseView, shown: Shown | None) -> None:
    assert view.draft is not None, "only offered when there is a text"
    keys = (_text_key(view), f"input_alasan_ubah_{view.case.id}")
    text, why = map(typed, keys)
    st.session_state[kept_key(view)] = {Need.DRAF: text} if text != view.draft.text else {}
    with told(PLACE):
        before = drafts.files_of(view.draft)
        files = file_parts.chosen(_files_key(view), before) if view.case.subject is Subject.CONTENT else None
        ticked = guard_parts.acknowledged(shown, text)
        act(
            lambda session, desk: cases.revise(
                session, desk, view.case.id, text, expected=view.case.seq, note=why, files=files, acknowledged=ticked
            )
        )
        done("Naskah baru tersimpan; persetujuan lama gugur.")
    forget(PLACE, kept_key(view), *keys)


def _declined(view: CaseView) -> None:
    key = f"input_alasan_tutup_{view.case.id}"
    why = typed(key)
    with told(PLACE):
        act(lambda session, desk: cases.decline(session, desk, view.case.id, why, expected=view.case.seq))
        done(f"Kasus {view.case.number} {_CLOSE[view.case.subject][1]}")
    forget(PLACE, key)


def _text_key(view: CaseView) -> str:
    return f"input_ubah_{view.case.id}_{view.case.draft_number}"


def _files_key(view: CaseView) -> str:
    return f"berkas_ubah_{view.case.id}_{view.case.draft_number}"
