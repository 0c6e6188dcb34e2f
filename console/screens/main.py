"""The way into the screens: who is here, in which office, and only the pages his roles may use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from console.screens import approval_page, case_page, shell, triage_page, upload_page
from console.screens.case_detail import PARTICIPANTS
from console.screens.deeds import show_news, steady
from console.screens.pieces import PAGES
from console.screens.visitor import Visitor, present
from responses.inbox import TRIAGE_ROLES
from responses.kinds import Role


@dataclass(frozen=True, slots=True)
class Screen:
    """One entry of the navigation."""

    path: str
    title: str
    icon: str
    roles: tuple[Role, ...]
    show: Callable[[Visitor], None]


SCREENS = (
    Screen("antrean", "Antrean", ":material/inbox:", TRIAGE_ROLES, triage_page.show),
    Screen("persetujuan", "Persetujuan", ":material/fact_check:", approval_page.DECIDING, approval_page.show),
    Screen("kasus", "Kasus", ":material/folder_open:", PARTICIPANTS, case_page.show),
    Screen("unggah", "Unggah", ":material/upload:", TRIAGE_ROLES, upload_page.show),
)


@steady
def main() -> None:
    """One run."""
    shell.frame()
    visitor = present()
    if visitor is None:
        shell.ended()
        return
    show_news()
    pages = {screen.path: _page(screen, visitor) for screen in SCREENS if visitor.holds(screen.roles)}
    st.session_state[PAGES] = pages
    start = st.Page(lambda: _start(visitor), title="Simak", url_path="mulai", default=True, visibility="hidden")
    closed = [_closed(screen, visitor) for screen in SCREENS if screen.path not in pages]
    page = st.navigation([start, *pages.values(), *closed], position="top")
    shell.bar(visitor)
    page.run()


def _page(screen: Screen, visitor: Visitor) -> st.Page:
    return st.Page(
        lambda: screen.show(visitor), title=screen.title, icon=screen.icon, url_path=screen.path
    )  # fmt: skip


def _closed(screen: Screen, visitor: Visitor) -> st.Page:
    """The address of a screen for other roles, e.g. from a colleague's link: it says so, and shows nothing of it."""
    return st.Page(
        lambda: shell.not_yours(visitor, screen.title, [role.label for role in screen.roles]),
        title=screen.title, url_path=screen.path, visibility="hidden",
    )  # fmt: skip


def _start(visitor: Visitor) -> None:
    """The address without a path leads to the first screen this person may use."""
    pages = st.session_state[PAGES]
    if not pages:
        shell.nothing_here(visitor)
        return
    st.switch_page(next(iter(pages.values())))


if __name__ == "__main__":
    main()
