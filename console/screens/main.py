"""The way into the screens: who is here, in which office, and only the pages his roles may use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from console.screens import (
    approval_page,
    case_page,
    claims_page,
    content_page,
    shell,
    sop_page,
    triage_page,
    upload_page,
)
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
    roles: tuple[Role, ...] | Callable[[Visitor], tuple[Role, ...]]
    """Who may open it, always or by the procedures of the visitor's office."""
    show: Callable[[Visitor], None]

    def opens_for(self, visitor: Visitor) -> tuple[Role, ...]:
        """The roles that may open it in the office this visitor looks at."""
        return self.roles(visitor) if callable(self.roles) else self.roles


SCREENS = (
    Screen("antrean", "Antrean", ":material/inbox:", TRIAGE_ROLES, triage_page.show),
    Screen("persetujuan", "Persetujuan", ":material/fact_check:", approval_page.DECIDING, approval_page.show),
    Screen("kasus", "Kasus", ":material/folder_open:", PARTICIPANTS, case_page.show),
    Screen("konten", "Konten", ":material/campaign:", PARTICIPANTS, content_page.show),
    Screen("unggah", "Unggah", ":material/upload:", upload_page.opens_for, upload_page.show),
    Screen("klaim", "Klaim", ":material/policy:", tuple(Role), claims_page.show),
    Screen("prosedur", "Prosedur", ":material/schema:", tuple(Role), sop_page.show),
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
    pages = {screen.path: _page(screen, visitor) for screen in SCREENS if visitor.holds(screen.opens_for(visitor))}
    st.session_state[PAGES] = pages
    start = st.Page(_start, title="Simak", url_path="mulai", default=True, visibility="hidden")
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
        lambda: shell.not_yours(visitor, screen.title, [role.label for role in screen.opens_for(visitor)]),
        title=screen.title, url_path=screen.path, visibility="hidden",
    )  # fmt: skip


def _start() -> None:
    """The address without a path leads to the first screen this person may use; two of them are for everybody."""
    st.switch_page(next(iter(st.session_state[PAGES].values())))


if __name__ == "__main__":
    main()
