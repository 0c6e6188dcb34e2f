"""Doing what a button says: one transaction, and a sentence for the person whatever comes of it.

with told("kasus"):
    act(lambda session, desk: cases.act(session, desk, case_id, move))
    done("Naskah disetujui.")
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

import streamlit as st
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session

from console import runtime
from console.screens.visitor import present
from responses.desk import Desk, desk_of
from responses.errors import NotFoundError, RefusedError

NOT_SAVED = (
    "Belum tersimpan karena basis data atau penyimpanan sedang bermasalah. Tidak ada yang hilang atau tersimpan "
    "sebagian, dan yang Anda tulis masih ada di layar. Coba lagi sebentar; bila berulang, hubungi pengelola sistem."
)
NOT_READ = (
    "Data tidak dapat dibaca karena basis data atau penyimpanan sedang bermasalah. Yang sudah tersimpan tetap utuh. "
    "Muat ulang halaman ini sebentar lagi; bila berulang, hubungi pengelola sistem."
)
_NEWS, _REFUSAL = "news", "refusal"
_MARKDOWN = str.maketrans({char: f"\\{char}" for char in r"\`*_{}[]()#+-.!|<>~:$"})

log = logging.getLogger(__name__)
P = ParamSpec("P")
T = TypeVar("T")


class SessionEndedError(RefusedError):
    """The session ended between looking and acting."""

    code = "session_ended"


def act(action: Callable[[Session, Desk], T]) -> T:
    """Run one action of ``responses`` in a transaction of its own, at the desk of whoever is here now.

    Raises SessionEndedError, or what the action raises; then nothing was written.
    """
    visitor = present()
    if visitor is None:
        raise SessionEndedError("Sesi Anda sudah berakhir. Masuklah lagi; tidak ada yang berubah.")
    with runtime.current().database.write() as session:
        desk = desk_of(session, visitor.office.id, visitor.user.person_id, now=visitor.now)
        return action(session, desk)


@contextmanager
def told(place: str) -> Iterator[None]:
    """Turn a refusal into a notice at ``place``; whatever else the database or the disk does, too."""
    try:
        yield
    except RefusedError as refusal:
        _refuse(place, str(refusal))
    except (DBAPIError, PoolTimeoutError, OSError):
        log.exception("an action was not saved")
        _refuse(place, NOT_SAVED)


def done(text: str) -> None:
    """Say on the next run that something worked."""
    st.session_state[_NEWS] = (*st.session_state.get(_NEWS, ()), (text, ":material/check_circle:"))


def refused_at(place: str) -> str:
    """The refusal waiting at a place, without taking it away."""
    where, text = st.session_state.get(_REFUSAL, ("", ""))
    return str(text) if where == place else ""


def show_refusal(place: str) -> None:
    """The refusal of the last action, next to what was refused; gone after the next run."""
    if text := refused_at(place):
        del st.session_state[_REFUSAL]
        with st.container(key=f"refusal_{place}", horizontal=True, gap="small", vertical_alignment="top"):
            st.markdown(":material/error:", width="content")
            st.text(text, width="stretch")


def show_news() -> None:
    """What happened since the last run, as toasts."""
    for text, icon in st.session_state.pop(_NEWS, ()):
        st.toast(plain(text), icon=icon, duration="long")


def plain(text: str) -> str:
    """Text that a place which reads Markdown shows as it is."""
    return text.translate(_MARKDOWN)


def steady(screen: Callable[P, None]) -> Callable[P, None]:
    """A screen whose data cannot be read says so in a sentence, with no trace of the program."""

    @functools.wraps(screen)
    def shown(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            screen(*args, **kwargs)
        except NotFoundError as refusal:
            st.text(str(refusal))
        except (DBAPIError, PoolTimeoutError, OSError):
            log.exception("a screen could not be read")
            with st.container(key="not_read", border=True):
                st.text(NOT_READ)

    return shown


def _refuse(place: str, text: str) -> None:
    st.session_state[_REFUSAL] = (place, text)
    st.session_state[_NEWS] = (*st.session_state.get(_NEWS, ()), (text, ":material/error:"))
