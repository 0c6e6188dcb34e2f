"""The panel of the present step, built from what the SOP says of it: what it needs, does, and where its "no" leads."""

from __future__ import annotations

import streamlit as st

from console.screens.deeds import act, done, refused_at, show_refusal, told
from console.screens.pieces import QUICK_REASONS, badge, copyable, heading, note, page_link
from console.screens.visitor import Visitor
from responses import cases, flow
from responses.cases import Move
from responses.inbox import TRIAGE_ROLES
from responses.kinds import CaseState, Effect, Need, PublicationState
from responses.sop import Step
from responses.views.case import CaseView

PLACE = "kasus"
_HEIGHTS = {Need.DRAF: 220}


def panel(view: CaseView, visitor: Visitor) -> None:
    """What this person may do with the case now, or who must do it."""
    with st.container(key="panel", border=True, gap="small"):
        show_refusal(PLACE)
        step = view.step
        if step is None:
            heading("Kasus selesai" if view.case.state is CaseState.DONE else view.case.state.label)
            _unsaved(view, ())
            return
        heading(step.title)
        if Effect.PROVE in step.effects:
            _waiting_for_proof(view, visitor)
        elif visitor.holds(step.roles):
            _own_step(view, step, visitor)
        else:
            badge("Menunggu", ":material/hourglass_top:", "gray")
            st.text(f"Langkah ini dikerjakan {flow.names(step.roles)}.")
            _unsaved(view, ())
        if visitor.holds(view.sop.may_decline) and not view.publications:
            _decline(view)


def yes_label(step: Step) -> str:
    """What the "yes" of a step is called."""
    effects = set(step.effects)
    if Effect.PUBLISH in effects:
        if Effect.DRAFT in effects:
            return "Kirim dan tayangkan"
        return "Setujui dan tayangkan" if Effect.CONSENT in effects else "Sahkan dan tayangkan"
    for effect, label in ((Effect.CONSENT, "Setujui"), (Effect.RATIFY, "Sahkan"), (Effect.DRAFT, "Kirim naskah")):
        if effect in effects:
            return label
    return "Kirim"


def revisable(step: Step) -> bool:
    """Whether the text may be changed while it waits at this step."""
    return bool({Effect.CONSENT, Effect.PUBLISH} & set(step.effects)) and Effect.DRAFT not in step.effects


def own_text_note(view: CaseView, step: Step, visitor: Visitor) -> None:
    """Tell the writer of a text beforehand that somebody else must agree to it."""
    asked = {Effect.CONSENT, Effect.RATIFY} & set(step.effects)
    if asked and view.draft and view.draft.author_id == visitor.user.person_id:
        badge("Naskah ini Anda tulis sendiri; orang lain yang menyetujuinya", ":material/group:", "orange")


def read_hash(view: CaseView) -> str:
    """The hash of the text on the screen; it is what a consent names."""
    return view.draft.sha256 if view.draft else ""


def _waiting_for_proof(view: CaseView, visitor: Visitor) -> None:
    by_hand = any(row.state is PublicationState.NEEDS_MANUAL_POST for row in view.publications)
    if by_hand:
        note("Tanggapan ini harus ditayangkan oleh orang, lalu dibuktikan dengan tautan dan tangkapan layar.")
    else:
        note("Simak sedang menayangkan tanggapan. Kasus selesai sendiri setelah setiap tanggapan terbukti tayang.")
    if visitor.holds(TRIAGE_ROLES):
        page_link("unggah", "Buka layar Unggah", {}, ":material/upload:")


def _own_step(view: CaseView, step: Step, visitor: Visitor) -> None:
    for need in step.needs:
        _written(need, view, step)
    _unsaved(view, step.needs)
    if Effect.PUBLISH in step.effects:
        note("Menyetujui berarti memerintahkan penayangan naskah yang persis seperti di layar ini.")
    own_text_note(view, step, visitor)
    key, subject = "act_ya", f"{view.case.id}_{view.case.seq}"
    with st.container(key=key):
        st.button(
            yes_label(step), type="primary", icon=":material/check:", width="stretch",
            key=f"{key}_{subject}", on_click=_yes, args=(view, step),
        )  # fmt: skip
    if step.no:
        _send_back(view, step.no)
    if revisable(step) and view.draft:
        _revise(view)


def _written(need: Need, view: CaseView, step: Step) -> None:
    before = view.draft.text if need is Need.DRAF and view.draft else ""
    with st.container(key=f"input_{need.value}"):
        st.text_area(
            need.label, value=before, key=_input(need, view, step), height=_HEIGHTS.get(need, 120),
            persist_state="session",
        )  # fmt: skip


def _send_back(view: CaseView, target: str) -> None:
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


def _revise(view: CaseView) -> None:
    assert view.draft is not None, "only offered when there is a text"
    subject = view.case.id
    with st.expander("Ubah naskah", icon=":material/edit:", key="ubah_box"):
        note("Setiap persetujuan atas naskah lama gugur, dan naskah baru harus disetujui orang lain.")
        with st.container(key="input_ubah"):
            st.text_area(
                Need.DRAF.label, value=view.draft.text, key=f"input_ubah_{subject}_{view.draft.number}", height=200,
                persist_state="session",
            )  # fmt: skip
        with st.container(key="input_alasan_ubah"):
            st.text_input("Catatan perubahan", key=f"input_alasan_ubah_{subject}")
        with st.container(key="act_ubah"):
            st.button(
                "Simpan perubahan", icon=":material/save:", width="stretch",
                key=f"act_ubah_{subject}_{view.case.seq}", on_click=_revised, args=(view,),
            )  # fmt: skip


def _decline(view: CaseView) -> None:
    subject = view.case.id
    with st.expander("Tutup tanpa tanggapan", icon=":material/block:", key="tutup_box"):
        with st.container(key="input_alasan_tutup"):
            st.text_area("Alasan", key=f"input_alasan_tutup_{subject}", height=80, persist_state="session")
        with st.container(key="act_tutup"):
            st.button(
                "Tutup tanpa tanggapan", icon=":material/block:", width="stretch",
                key=f"act_tutup_{subject}_{view.case.seq}", on_click=_declined, args=(view,),
            )  # fmt: skip


def _unsaved(view: CaseView, needs: tuple[Need, ...]) -> None:
    """What somebody wrote for a step that went on without him: it stays on his screen to be copied."""
    lost = st.session_state.get(_kept(view), {})
    for need, text in lost.items():
        if need not in needs:
            copyable(text, f"Belum tersimpan, salin bila masih diperlukan · {need.label}")


def _yes(view: CaseView, step: Step) -> None:
    keys = {need: _input(need, view, step) for need in step.needs}
    written = {need: _typed(key) for need, key in keys.items()}
    move = Move(
        view.case.seq, yes=True, inputs={need.value: text for need, text in written.items()},
        seen_sha256=read_hash(view),
    )  # fmt: skip
    st.session_state[_kept(view)] = {need: text for need, text in written.items() if text}
    with told(PLACE):
        act(lambda session, desk: cases.act(session, desk, view.case.id, move))
        done(f"Kasus {view.case.number}: “{step.title}” selesai.")
    _forget(_kept(view), *keys.values())


def _no(view: CaseView) -> None:
    keys = (f"pilih_alasan_{view.case.id}", f"input_alasan_{view.case.id}")
    reason = ". ".join(text for text in map(_typed, keys) if text)
    with told(PLACE):
        act(lambda session, desk: cases.act(session, desk, view.case.id, Move(view.case.seq, yes=False, note=reason)))
        done(f"Kasus {view.case.number} dikembalikan dengan alasan.")
    _forget(*keys)


def _revised(view: CaseView) -> None:
    assert view.draft is not None, "only offered when there is a text"
    keys = (f"input_ubah_{view.case.id}_{view.draft.number}", f"input_alasan_ubah_{view.case.id}")
    text, why = map(_typed, keys)
    st.session_state[_kept(view)] = {Need.DRAF: text} if text != view.draft.text else {}
    with told(PLACE):
        act(lambda session, desk: cases.revise(session, desk, view.case.id, text, expected=view.case.seq, note=why))
        done("Naskah baru tersimpan; persetujuan lama gugur.")
    _forget(_kept(view), *keys)


def _declined(view: CaseView) -> None:
    key = f"input_alasan_tutup_{view.case.id}"
    why = _typed(key)
    with told(PLACE):
        act(lambda session, desk: cases.decline(session, desk, view.case.id, why, expected=view.case.seq))
        done(f"Kasus {view.case.number} ditutup tanpa tanggapan.")
    _forget(key)


def _forget(*keys: str) -> None:
    """Empty what was sent; what was refused stays in the fields."""
    if refused_at(PLACE):
        return
    for key in keys:
        st.session_state.pop(key, None)


def _input(need: Need, view: CaseView, step: Step) -> str:
    return f"input_{need.value}_{view.case.id}_{step.key}"


def _kept(view: CaseView) -> str:
    return f"unsaved_{view.case.id}"


def _typed(key: str) -> str:
    return str(st.session_state.get(key) or "").strip()
