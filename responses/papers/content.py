"""From facts to a paper: which papers fit a case, and what each of them says. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from responses.errors import MissingInputError
from responses.kinds import Subject
from responses.papers.approvals import approval, final_preview
from responses.papers.facts import CaseFacts, OfficeFacts
from responses.papers.orders import disposition
from responses.papers.paper import Paper, PaperKind
from responses.papers.replies import confirmation
from responses.papers.sheet import Request, Sheet

_BUILDERS: Mapping[PaperKind, Callable[[Sheet], Paper]] = {
    PaperKind.CONFIRMATION: confirmation,
    PaperKind.DISPOSITION: disposition,
    PaperKind.FINAL_PREVIEW: final_preview,
    PaperKind.APPROVAL: approval,
}
_FOR: Mapping[PaperKind, str] = {
    PaperKind.CONFIRMATION: "lembar ini hanya untuk tanggapan atas komentar",
    PaperKind.DISPOSITION: "belum ada disposisi atau perintah yang ditulis",
    PaperKind.FINAL_PREVIEW: "lembar ini hanya untuk konten kantor yang naskahnya sudah disetujui",
    PaperKind.APPROVAL: "lembar ini hanya untuk konten kantor yang naskahnya sudah disetujui",
}


def compose(case: CaseFacts, office: OfficeFacts, request: Request) -> Paper:
    """The paper that was asked for. Raises MissingInputError when the case has nothing for it yet."""
    possible = kinds_for(case.subject, disposed=bool(case.dispositions), consented=bool(case.consents))
    if request.kind not in possible:
        raise MissingInputError(
            f"{request.kind.label} belum dapat diterbitkan untuk kasus {case.number}: {_FOR[request.kind]}. "
            "Tidak ada yang berubah."
        )
    return _BUILDERS[request.kind](Sheet(case, office, request))


def kinds_for(subject: Subject, *, disposed: bool, consented: bool) -> tuple[PaperKind, ...]:
    """Which papers can be issued, given whether a disposisi was written and whether a consent stands."""
    kinds = [PaperKind.CONFIRMATION] if subject is Subject.REPLY else []
    if disposed:
        kinds.append(PaperKind.DISPOSITION)
    if subject is Subject.CONTENT and consented:
        kinds += [PaperKind.FINAL_PREVIEW, PaperKind.APPROVAL]
    return tuple(kinds)
