"""Issuing: number, files and event belong together, and nothing of it happens half."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from ingest.models import Office
from responses import audit, chain, people
from responses.errors import MissingInputError, NotAllowedError, NotFoundError, RefusedError, StaleError, TamperedError
from responses.kinds import EventKind, Role, Standing
from responses.ledger import Ledger
from responses.models import Event, Person
from responses.papers import counting, issuing
from responses.papers.checking import check_papers
from responses.papers.issuing import PaperForm
from responses.papers.models import PaperFile
from responses.papers.numbering import PaperSettings
from responses.papers.paper import PaperKind, grouped
from responses.papers.reading import papers_of
from responses.views.case import case_view
from tests.papers.conftest import PUBLIC_URL, Papers
from tests.papers.samples import docx_text, pages_of, squeezed
from tests.responses.test_audit import behind_its_back
from tests.responses.test_two_people_at_once import both

ROUNDS = 6


def possible(papers: Papers, case_id: int) -> list[PaperKind]:
    with papers.world.database.read() as session:
        return list(papers_of(case_view(session, papers.world.office_id, case_id)))


def check(papers: Papers) -> None:
    with papers.world.database.read() as session:
        audit.verify(session, papers.world.office_id)
        check_papers(session, papers.world.office_id, Ledger({}))


def test_a_reply_is_confirmed_on_paper_with_the_hash_the_consent_names(papers: Papers):
    case_id = papers.world.approved_case()
    row = papers.issue(case_id, PaperKind.CONFIRMATION)
    assert (row.number, row.text_sha256) == ("1/HM.03-LKT/XI/2026", papers.world.sha256_now(case_id))
    printed = "\n".join(pages_of(issuing.bytes_of(row, PaperForm.PDF, papers.folder)))
    written = docx_text(issuing.bytes_of(row, PaperForm.DOCX, papers.folder))
    for words in ("TPS 04, Balai Desa Sukamaju.", grouped(row.text_sha256), row.number,
                  "Sari Wulandari", f"{PUBLIC_URL}/kasus?id={case_id}", "Dewi Anggraini, Admin medsos",
                  "KABUPATEN ARUNIKA", "Mohon dijawab dengan lokasi TPS."):  # fmt: skip
        assert squeezed(words) in squeezed(printed)
        assert squeezed(words) in squeezed(written)


def test_the_case_keeps_an_event_with_the_hashes_of_both_files(papers: Papers):
    case_id = papers.world.approved_case()
    before = papers.world.case(case_id)
    row = papers.issue(case_id, PaperKind.DISPOSITION)
    with papers.world.database.read() as session:
        event = session.query(Event).filter_by(case_id=case_id, kind=EventKind.PAPER_ISSUED).one()
        extra = chain.extra_of(event)
        assert (event.actor_name, event.role) == ("Dewi Anggraini", "Admin medsos")
    after = papers.world.case(case_id)
    assert (after.seq, after.step, after.state) == (before.seq + 1, before.step, before.state)
    hashes = [hashlib.sha256(issuing.bytes_of(row, form, papers.folder)).hexdigest() for form in PaperForm]
    assert hashes == [extra["pdf_sha256"], extra["docx_sha256"]]
    check(papers)


def test_which_papers_fit_follows_the_way_of_the_case(papers: Papers):
    case_id = papers.world.report(papers.world.comment())
    assert possible(papers, case_id) == [PaperKind.CONFIRMATION]
    papers.world.act(case_id, "sari", perintah="Mohon dijawab.")
    assert possible(papers, case_id) == [PaperKind.CONFIRMATION, PaperKind.DISPOSITION]
    content = papers.approved_content()
    assert possible(papers, content) == [PaperKind.DISPOSITION, PaperKind.FINAL_PREVIEW, PaperKind.APPROVAL]
    papers.world.grant("raka", Role.ANGGOTA_REDAKSI)
    papers.world.act(content, "raka")
    papers.world.act(content, "raka", draf="Naskah lain, yang belum disetujui siapa pun.")
    assert possible(papers, content) == [PaperKind.DISPOSITION]


def test_a_content_that_was_agreed_to_gets_its_final_preview_and_approval(papers: Papers):
    case_id = papers.approved_content()
    for kind, number in ((PaperKind.FINAL_PREVIEW, "1/HM.03-ND/XI/2026"), (PaperKind.APPROVAL, "1/HM.03-LP/XI/2026")):
        row = papers.issue(case_id, kind)
        assert (row.number, row.text_sha256) == (number, papers.world.sha256_now(case_id))
        printed = squeezed("\n".join(pages_of(issuing.bytes_of(row, PaperForm.PDF, papers.folder))))
        for words in (
            "Pindah memilih dapat diurus di PPS.",
            "Cara pindah memilih",
            "Edukasi kepemiluan",
            "Sari Wulandari",
        ):
            assert squeezed(words) in printed
    check(papers)


def test_a_stand_in_is_printed_with_whom_he_acts_for(papers: Papers):
    world = papers.world
    case_id = world.report(world.comment())
    with world.database.write() as session:
        lina = session.get_one(Person, world.people["lina"])
        people.grant(
            session, world.office_id, lina, Role.PIMPINAN_REDAKSI, by=world.desk(session, "tono").actor,
            now=world.now, standing=Standing.PLH, acting_for="Sari Wulandari",
        )  # fmt: skip
    world.act(case_id, "lina", perintah="Mohon dijawab.")
    row = papers.issue(case_id, PaperKind.DISPOSITION)
    printed = squeezed("\n".join(pages_of(issuing.bytes_of(row, PaperForm.PDF, papers.folder))))
    assert printed.count(squeezed("Plh. Pimpinan redaksi (untuk Sari Wulandari)")) == 2


def test_numbers_count_up_per_kind_and_year_and_are_never_reused(papers: Papers):
    world = papers.world
    case_id = world.approved_case()
    numbers = [papers.issue(case_id, PaperKind.CONFIRMATION).number for _ in range(2)]
    numbers.append(papers.issue(case_id, PaperKind.DISPOSITION).number)
    world.now = datetime(2027, 1, 4, 3, 0, tzinfo=UTC)
    numbers.append(papers.issue(case_id, PaperKind.CONFIRMATION).number)
    assert numbers == ["1/HM.03-LKT/XI/2026", "2/HM.03-LKT/XI/2026", "1/HM.03-LD/XI/2026", "1/HM.03-LKT/I/2027"]
    check(papers)


def test_the_offices_own_pattern_counts_from_now_on(papers: Papers):
    case_id = papers.world.approved_case()
    with papers.world.database.write() as session:
        settings = PaperSettings.parse({"region": "3308", "place": "Arunika"})
        counting.choose_settings(session, papers.world.office_id, settings)
    assert papers.issue(case_id, PaperKind.CONFIRMATION).number == "1/HM.03-LKT/3308/XI/2026"


def test_a_changed_pattern_never_gives_an_old_number_again(papers: Papers):
    case_id = papers.world.approved_case()
    papers.issue(case_id, PaperKind.CONFIRMATION)
    with papers.world.database.write() as session:
        swapped = PaperSettings.parse({"codes": {"lembar_konfirmasi": "X", "disposisi": "HM.03-LKT"}})
        counting.choose_settings(session, papers.world.office_id, swapped)
    with pytest.raises(NotAllowedError, match="sudah dipakai"):
        papers.issue(case_id, PaperKind.DISPOSITION)
    check(papers)


def test_two_who_issue_at_once_get_two_numbers(papers: Papers):
    world = papers.world
    for _ in range(ROUNDS):
        one, two = world.approved_case(), world.approved_case()
        outcomes = both(
            lambda one=one: papers.issue(one, PaperKind.CONFIRMATION, "dewi"),
            lambda two=two: papers.issue(two, PaperKind.CONFIRMATION, "raka"),
        )
        assert [type(outcome) for outcome in outcomes] == [PaperFile, PaperFile]
    with world.database.read() as session:
        serials = sorted(row.serial for row in session.query(PaperFile))
    assert serials == list(range(1, 2 * ROUNDS + 1))
    check(papers)


def test_a_case_that_moved_meanwhile_gets_no_paper_of_its_past(papers: Papers):
    world = papers.world
    case_id = world.report(world.comment())
    desk = papers.desk("dewi")
    with world.database.read() as session:
        prepared = issuing.prepare(session, desk, case_id, PaperKind.CONFIRMATION, public_url=PUBLIC_URL)
    stored = issuing.render_and_store(prepared, papers.folder)
    world.act(case_id, "sari", perintah="Mohon dijawab.")
    with pytest.raises(StaleError, match="berubah selagi"), world.database.write() as session:
        issuing.keep(session, desk, stored)
    assert papers.issue(case_id, PaperKind.CONFIRMATION).serial == 1


def test_a_number_somebody_else_took_is_refused_by_name(papers: Papers):
    one, two = papers.world.approved_case(), papers.world.approved_case()
    desk = papers.desk("dewi")
    with papers.world.database.read() as session:
        prepared = issuing.prepare(session, desk, one, PaperKind.CONFIRMATION, public_url=PUBLIC_URL)
    stored = issuing.render_and_store(prepared, papers.folder)
    papers.issue(two, PaperKind.CONFIRMATION)
    with pytest.raises(counting.NumberTakenError), papers.world.database.write() as session:
        issuing.keep(session, desk, stored)


def test_a_full_disk_leaves_no_number_and_no_event(papers: Papers, monkeypatch: pytest.MonkeyPatch):
    case_id = papers.world.approved_case()
    before = papers.world.case(case_id).seq
    papers.folder.write_text("not a folder")
    with pytest.raises(OSError, match="proofs"):
        papers.issue(case_id, PaperKind.CONFIRMATION)
    assert papers.world.case(case_id).seq == before
    papers.folder.unlink()
    assert papers.issue(case_id, PaperKind.CONFIRMATION).serial == 1


def test_who_only_reads_may_download_and_not_issue(papers: Papers):
    world = papers.world
    case_id = world.approved_case()
    row = papers.issue(case_id, PaperKind.CONFIRMATION)
    with world.database.write() as session:
        reader = people.add_person(
            session, world.office_id, people.NewPerson("ratna", "Ratna Dewi"), (Role.PIMPINAN,),
            by=world.desk(session, "tono").actor, now=world.now,
        )  # fmt: skip
        world.people["ratna"] = reader.id
    with pytest.raises(NotAllowedError, match="mengunduhnya"):
        papers.issue(case_id, PaperKind.CONFIRMATION, "ratna")
    with world.database.read() as session:
        assert issuing.download(session, world.desk(session, "ratna"), row.id).id == row.id


def test_another_office_neither_issues_nor_downloads(papers: Papers):
    world = papers.world
    row = papers.issue(world.approved_case(), PaperKind.CONFIRMATION)
    with world.database.write() as session:
        other = Office(
            key="kab-lain", name="KPU Kabupaten Lain", level=session.get_one(Office, world.office_id).level,
            timezone="Asia/Jayapura", created_at=world.now,
        )  # fmt: skip
        session.add(other)
        session.flush()
        chain.start(session, other.id)
        office_id = other.id
    with world.database.read() as session, pytest.raises(NotFoundError):
        issuing.found(session, office_id, row.id)
    desk = papers.desk("dewi")
    stranger = type(desk)(office_id, desk.actor, desk.calendar, desk.now)
    with pytest.raises(RefusedError), world.database.read() as session:
        issuing.prepare(session, stranger, row.case_id, PaperKind.CONFIRMATION, public_url=PUBLIC_URL)
    with pytest.raises(NotAllowedError), world.database.read() as session:
        issuing.download(session, stranger, row.id)


def test_a_paper_the_case_has_nothing_for_takes_no_number(papers: Papers):
    case_id = papers.world.report(papers.world.comment())
    with pytest.raises(MissingInputError, match="belum ada disposisi"):
        papers.issue(case_id, PaperKind.DISPOSITION)
    with pytest.raises(MissingInputError, match="hanya untuk konten kantor"):
        papers.issue(case_id, PaperKind.APPROVAL)


@pytest.mark.parametrize(
    ("statement", "complaint"),
    [
        ("UPDATE paper SET pdf_sha256 = docx_sha256", "pdf_sha256 is"),
        ("UPDATE paper SET number = '9/X/2026'", "number is"),
        ("UPDATE paper SET issued_by = 'Orang lain'", "issued_by is"),
        ("DELETE FROM paper", "missing"),
    ],
)
def test_a_changed_paper_is_noticed(papers: Papers, statement: str, complaint: str):
    papers.issue(papers.world.approved_case(), PaperKind.CONFIRMATION)
    with papers.world.database.write() as session:
        behind_its_back(session, "paper", statement)
    with pytest.raises(TamperedError, match=complaint):
        check(papers)


def test_a_paper_without_an_event_is_noticed(papers: Papers):
    row = papers.issue(papers.world.approved_case(), PaperKind.CONFIRMATION)
    forged = {column.name: getattr(row, column.name) for column in PaperFile.__table__.columns if column.name != "id"}
    with papers.world.database.write() as session:
        session.add(PaperFile(**{**forged, "serial": 2, "number": "2/HM.03-LKT/XI/2026"}))
    with pytest.raises(TamperedError, match="no event tells of it"):
        check(papers)


def test_a_counter_set_back_is_noticed(papers: Papers):
    papers.issue(papers.world.approved_case(), PaperKind.CONFIRMATION)
    with papers.world.database.write() as session:
        session.execute(text("UPDATE paper_counter SET last = 0"))
    with pytest.raises(TamperedError, match="paper_counter lembar_konfirmasi 2026"):
        check(papers)


def test_the_database_refuses_to_change_a_paper(papers: Papers):
    papers.issue(papers.world.approved_case(), PaperKind.CONFIRMATION)
    with pytest.raises(DBAPIError, match="append-only"), papers.world.database.write() as session:
        session.execute(text("UPDATE paper SET number = 'x'"))


def test_a_file_that_changed_on_disk_is_not_handed_out(papers: Papers):
    row = papers.issue(papers.world.approved_case(), PaperKind.CONFIRMATION)
    path = papers.folder / row.pdf_sha256[:2] / row.pdf_sha256
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(NotFoundError, match="berubah"):
        issuing.bytes_of(row, PaperForm.PDF, papers.folder)


def test_a_saved_file_is_named_for_people(papers: Papers):
    row = papers.issue(papers.world.approved_case(), PaperKind.CONFIRMATION)
    assert issuing.file_name(row, PaperForm.PDF) == "lembar-konfirmasi-2026-1.pdf"
