"""*Kiriman serupa*: how many wrote nearly the same, how fast, and who began."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from console.screens import words
from console.screens.pieces import badge, heading, note
from console.screens.visitor import Visitor
from responses.views.company import Companion, Company


def alike(company: Company | None, comment_id: int, visitor: Visitor) -> None:
    """The comments that say nearly the same; nothing where nobody does."""
    if company is None:
        return
    with st.container(key=f"serupa_{comment_id}", gap="xsmall"):
        heading("Kiriman serupa")
        if company.burst:
            badge(company.burst.sentence, ":material/groups:", "orange")
        note(summary(company))
        for one in company.first:
            st.text(_told(one, comment_id, visitor))
        if (more := company.cluster.size - len(company.first)) > 0:
            note(f"dan {words.counted(more)} komentar lain.")


def summary(company: Company) -> str:
    """How many comments from how many accounts and in which time, unless the sentence of the burst says it all."""
    size, people = company.cluster.size, company.cluster.authors
    if company.burst and company.burst.pace.comments == size:
        return "Yang pertama:"
    lasted = words.span(max(1, -(-company.lasted // timedelta(minutes=1))))
    return f"Seluruhnya {words.counted(size)} komentar dari {words.counted(people)} akun dalam {lasted}. Yang pertama:"


def _told(one: Companion, comment_id: int, visitor: Visitor) -> str:
    when = words.brief(one.posted_at, visitor.office.timezone, visitor.now)
    who = one.author or "(tanpa nama)"
    case = f"kasus {one.case_number}" if one.case_number else ""
    this = "komentar ini" if one.comment_id == comment_id else ""
    head = " · ".join(part for part in (when, who, this, case) if part)
    return f"{head}\n{' '.join(one.excerpt.split())}"
