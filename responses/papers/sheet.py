"""What several papers share: one case, one office and one request, and the parts that look the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from responses import dates
from responses.papers.facts import CaseFacts, Decision, Deed, OfficeFacts
from responses.papers.paper import Field, Paper, PaperKind, Section, Signature

DEMO = "DATA CONTOH"


@dataclass(frozen=True, slots=True)
class Request:
    """One paper that somebody wants: its number, who issues it and when, and where the case can be opened."""

    kind: PaperKind
    number: str
    issuer: str
    role: str
    at: datetime
    link: str
    about: int | None = None
    """For a disposisi: the number of its event in the case; None is the newest one."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a paper is composed from."""

    case: CaseFacts
    office: OfficeFacts
    request: Request

    def paper(
        self,
        title: str,
        fields: tuple[Field, ...],
        sections: tuple[Section, ...],
        signatures: tuple[Signature, ...] = (),
        signer: Signature | None = None,
    ) -> Paper:
        """The paper: what is the same on all of them added to what is its own."""
        request, version = self.request, self.case.version
        return Paper(
            request.kind, title, request.number, self.office.letterhead, fields, sections, signatures, signer,
            f"Diterbitkan oleh {request.issuer}, {request.role}; {self.moment(request.at)}",
            self._hash_label(), version.sha256 if version else "", request.link, DEMO if self.office.is_demo else "",
        )  # fmt: skip

    def _hash_label(self) -> str:
        if self.case.version is None:
            return "Belum ada naskah pada saat lembar ini diterbitkan"
        approved = "yang disetujui" if self.case.consents else "(belum disetujui)"
        return f"SHA-256 naskah {approved}"

    def moment(self, at: datetime) -> str:
        """A time in the office's own zone."""
        return dates.moment(at, self.office.timezone)

    def place_and_date(self, at: datetime) -> str:
        """What stands above a signature."""
        day = dates.day(at, self.office.timezone)
        return f"{self.office.place}, {day}" if self.office.place else day

    def signed(self, caption: str, deed: Deed) -> Signature:
        """The line of a list of signatures for something that was done."""
        name = f"{deed.name}\n{deed.title}" if deed.title else deed.name
        return Signature(caption, name, deed.role, self.moment(deed.at))

    def draft(self, heading: str) -> Section:
        """The exact text that counts now, its version and author."""
        version = self.case.version
        if version is None:
            return Section(heading, (Field("Naskah", "Belum ditulis"),))
        fields = (
            Field("Versi", str(version.number)),
            Field("Ditulis oleh", f"{version.author.name}, {version.author.role}"),
            Field("Waktu", self.moment(version.author.at)),
        )
        return Section(heading, fields, text=version.text)

    def returns(self) -> tuple[Section, ...]:
        """Every correction that was asked for."""
        rows = tuple(
            (self.moment(deed.at), f"{deed.name}, {deed.role}", f"{deed.step}: {deed.text}")
            for deed in self.case.returned
        )
        head = ("Waktu", "Oleh", "Langkah dan alasan")
        return (Section("Koreksi", head=head, rows=rows, widths=(3, 3, 5)),) if rows else ()

    def shown(self, heading: str) -> tuple[Section, ...]:
        """Where the text can be seen, or is still to be posted."""
        rows = tuple(
            (shown.place, shown.state, shown.link or "-", self.moment(shown.at) if shown.at else "-", shown.by or "-")
            for shown in self.case.publications
        )
        head = ("Tempat", "Keadaan", "Tautan", "Waktu", "Oleh")
        return (Section(heading, head=head, rows=rows, widths=(5, 5, 8, 5, 4)),) if rows else ()

    def signatures(self) -> tuple[Signature, ...]:
        """Who wrote the text that counts now, who agreed to exactly this text, who refused an answer."""
        case = self.case
        written = (self.signed("Konseptor", case.version.author),) if case.version else ()
        agreed = tuple(self.signed(consent.step, consent) for consent in case.consents)
        refused = (self.signed(Decision.NOT_ANSWERED.label, case.refused),) if case.refused else ()
        return (*written, *agreed, *refused)


def filled(sections: Iterable[Section | None]) -> tuple[Section, ...]:
    """Sections that say something."""
    return tuple(section for section in sections if section is not None and section != Section(section.heading))
