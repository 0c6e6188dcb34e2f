"""An SOP file that contradicts itself is refused with file, step and reason; the shipped ones say what is printed."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from responses import sops
from responses.errors import BadSopError
from responses.kinds import Effect, SopPurpose, Subject
from responses.sop import load, parse
from responses.sop_compare import compare
from responses.sop_shelf import look
from responses.state import SIMAK
from tests.support.world import ORDINARY, World

GOOD = (sops.SHIPPED / "magelang_2022_komentar.v2.toml").read_text("utf-8")
RELEASED = {
    "madiun_2020_mendesak.v1": "59fca8507a1c2700ed9e74116e608cfb43ad4f1e14c74a3a1b4a59d54ed614a5",
    "madiun_2020_tanggapan.v1": "3f7053ea4c9191fbdbe0caeac5f51862b35d983ca4b5f829e0abe05ee8d6f5fc",
    "magelang_2022_komentar.v1": "72bb0a0f9b4ee3005d699ae69f7e4778c1782eb607b115a8814471a691fce09d",
}
NONE = None
PRINTED = {
    "cianjur-2021-media-sosial": (Subject.CONTENT, 7, [NONE] * 6),
    "cianjur-2021-website": (Subject.CONTENT, 7, [NONE] * 6),
    "jateng-2021-website": (Subject.CONTENT, 5, [60, 5, 5, 30, 30, 30, 30, 5, 5, 5, 5]),
    "madiun-2020-berkas": (Subject.CONTENT, 10, [NONE] * 5),
    "madiun-2020-data-terbuka": (Subject.CONTENT, 10, [NONE] * 5),
    "madiun-2020-konten": (Subject.CONTENT, 10, [NONE] * 5),
    "madiun-2020-mendesak": (Subject.REPLY, 10, [NONE, NONE, NONE, 1440]),
    "madiun-2020-tanggapan": (Subject.REPLY, 10, [NONE] * 5),
    "magelang-2022-edukasi": (Subject.CONTENT, 6, [10, 20, 15, 15, 25, 10, 10, 10]),
    "magelang-2022-foto-video": (Subject.CONTENT, 6, [15, 15, 15, 60, 15, 15, 15, 15]),
    "magelang-2022-komentar": (Subject.REPLY, 6, [15, 10, 15, 15, 15]),
    "magelang-2022-penghapusan": (Subject.REMOVAL, 6, [15, 15, 15]),
    "magelang-2022-pengumuman": (Subject.CONTENT, 6, [30, 15, 15, 10, 15]),
    "singkawang-2022-jdih": (Subject.CONTENT, 6, [NONE] * 6),
}
"""Subject, number of laws and minutes as the decrees print them; the 1440 of a ratification are Simak's own."""
SAME_DAY = {"foto-video", "pengumuman", "komentar", "penghapusan"}


def test_the_fourteen_procedures_have_the_printed_minutes() -> None:
    found = {sop.key: sop for sop in look([sops.SHIPPED]).newest}
    assert found.keys() == PRINTED.keys()
    for key, (subject, laws, minutes) in PRINTED.items():
        sop = found[key]
        assert (key, sop.subject, len(sop.printed.legal_basis)) == (key, subject, laws)
        assert (key, [step.minutes for step in sop.steps]) == (key, minutes)
    same_day = {key for key, sop in found.items() if sop.same_day}
    assert same_day == {f"magelang-2022-{name}" for name in SAME_DAY}


def test_every_shipped_procedure_keeps_its_author_from_consenting() -> None:
    for sop in look([sops.SHIPPED]).newest:
        authors = [step.key for step in sop.steps if Effect.DRAFT in step.effects]
        for step in sop.steps:
            if Effect.CONSENT in step.effects:
                assert step.other_than in authors, f"{sop.key}: {step.key}"


@pytest.mark.parametrize("name", RELEASED)
def test_a_released_file_is_never_edited(name: str) -> None:
    text = (sops.SHIPPED / f"{name}.toml").read_bytes()
    assert hashlib.sha256(text).hexdigest() == RELEASED[name], "give the change the next version, in a new file"


@pytest.mark.parametrize("name", RELEASED)
def test_the_second_version_adds_what_is_printed_and_moves_nobody(name: str) -> None:
    first, second = (load(sops.SHIPPED / f"{name[:-3]}.v{number}.toml")[0] for number in (1, 2))
    diff = compare(first, second)
    assert (diff.added, diff.removed, diff.moved) == ((), (), False)
    assert {change.field for step in diff.changed for change in step.fields} <= {"requires", "gives"}
    assert {change.field.split(".")[0] for change in diff.head} <= {"printed", "source"}
    assert "printed.legal_basis" in {change.field for change in diff.head}


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        ('no = "draf"', 'no = "unggah"', "step 'koreksi': no points to 'unggah', which is not an earlier step"),
        ('no = "draf"', 'no = "koreksi"', "no points to 'koreksi'"),
        ('no = "draf"', 'no = ["draf"]', "step 'koreksi': no: ['draf'] is no text"),
        ('other_than = "draf"', 'other_than = "siapa"', "other_than points to 'siapa'"),
        ("minutes = 10", "minutes = 0", "step 'perintah': minutes: 0 is not above zero"),
        ("minutes = 10", "minutes = -5", "-5 is not above zero"),
        ("minutes = 10", "minutes = true", "True is not above zero"),
        ("minutes = 10", "minutes = 10.5", "10.5 is not above zero"),
        ("minutes = 10", "minutes = 9999999999999999999999", "step 'perintah': minutes: above 527040"),
        ("minutes = 10", f"minutes = {'9' * 5000}", "not TOML"),
        ("minutes = 10", 'minutes = "lama"', "'lama' is not above zero"),
        ('role = "pelaksana"', 'role = "satpam"', "step 'draf': 'satpam' is no role"),
        ('role = "pelaksana"', "role = []", "belongs to no role"),
        ('role = "pelaksana"', "role = 5", "step 'draf': role: 5 is no list"),
        ('role = "pelaksana"', 'role = [["pelaksana"]]', "step 'draf': role: ['pelaksana'] is no text"),
        ('role = "pelaksana"', 'role = ["pelaksana", "pelaksana"]', "step 'draf': role names one thing twice"),
        ('key = "perintah"', 'key = "lapor"', "step 'lapor' appears twice"),
        ('key = "perintah"', 'key = "lapor"\nkey = "perintah"', "not TOML"),
        ('key = "perintah"', 'key = ["perintah"]', "key: ['perintah'] is no text"),
        ('key = "perintah"', 'key = "../perintah"', "key '../perintah' does not match"),
        ('key = "perintah"', f'key = "{"p" * 61}"', "does not match"),
        ('key = "magelang-2022-komentar"', f'key = "{"m" * 81}"', "does not match"),
        ('key = "magelang-2022-komentar"', "key = 2022", "key: 2022 is no text"),
        ('needs = ["perintah"]', 'needs = ["ongkos"]', "'ongkos' is no need"),
        ('needs = ["perintah"]', 'needs = "perintah"', "step 'perintah': needs: 'perintah' is no list"),
        ('effects = ["prove"]', 'effects = ["terbang"]', "'terbang' is no effect"),
        ('effects = ["prove"]', "effects = []", "no step proves the publication"),
        ('effects = ["prove"]', 'effects = ["prove"]\nother_than = "draf"', "a step that proves does nothing else"),
        ('effects = ["consent", "publish"]', 'effects = ["publish"]', "no second person ever reads"),
        ('effects = ["draft"]', "effects = []", "the effect 'draft' and the need 'draf' belong together"),
        ('effects = ["draft"]', 'effects = ["draft", "consent"]', "who writes a text does not consent to it"),
        ('needs = ["laporan"]', 'needs = ["laporan", "berkas"]', "the need 'berkas' comes with 'draf'"),
        ("version = 2", 'version = "satu"', "version: 'satu' is not above zero"),
        ("version = 2", "version = 99999999999", "version: above"),
        ("same_day = true", "sama_hari = true", "unknown sama_hari"),
        ("same_day = true", 'same_day = "true"', "same_day: 'true' is neither true nor false"),
        ("same_day = true", "same_day = 1", "same_day: 1 is neither true nor false"),
        ('may_decline = ["pimpinan_redaksi", "wapemred"]', 'may_decline = "pembina"', "'pembina' is no list"),
        ('may_decline = ["pimpinan_redaksi", "wapemred"]', 'may_decline = ["satpam"]', "'satpam' is no role"),
        ('title = "Membuat draf narasi respons"', "", "step 'draf': missing 'title'"),
        ('title = "Membuat draf narasi respons"', "title = [1]", "step 'draf': title: [1] is no text"),
        ('title = "Membuat draf narasi respons"', 'title = "  "', "is no text"),
        ('title = "Membuat draf narasi respons"', 'title = "a\\u202eb"', "holds a character that cannot be seen"),
        ('clock = "office"', 'clock = "jam pasir"', "'jam pasir' is no clock"),
        ('clock = "office"', 'clock = ["office"]', "clock: ['office'] is no text"),
        ('subject = "reply"', 'subject = "iklan"', "'iklan' is no subject"),
        ('subject = "reply"', 'subject = "removal"', "a removal has no text of its own"),
        ('[source]\noffice = "KPU Kabupaten Magelang"', "[source]", "source: missing 'office'"),
        ('office = "KPU Kabupaten Magelang"', "office = 3308", "source: office: 3308 is no text"),
        ('date = "2022-03-04"', 'date = "kemarin"', "date: 'kemarin' is no day"),
        ('date = "2022-03-04"', "date = 2022-03-04", "is no text"),
        ("[source]", "[[source]]", "is no table"),
        ("legal_basis = [", 'legal_basis = "UU 14/2008"\nrelated = [', "legal_basis: 'UU 14/2008' is no list"),
        ("[printed]", "[printed]\nharga = 5", "printed: unknown harga"),
    ],
)
def test_a_contradiction_is_named(before: str, after: str, complaint: str) -> None:
    assert before in GOOD
    with pytest.raises(BadSopError, match=r"^salah\.toml: ") as refusal:
        parse(GOOD.replace(before, after, 1), "salah.toml")
    assert complaint in str(refusal.value)
    assert len(str(refusal.value)) < 1000


def step(key: str, effects: str, *more: str) -> str:
    draft = ['needs = ["draf"]'] if '"draft"' in effects else []
    lines = ["[[step]]", f'key = "{key}"', 'title = "x"', 'role = "pembina"', f"effects = [{effects}]", *draft, *more]
    return "\n".join(lines)


HEAD = GOOD.split("[[step]]", maxsplit=1)[0]
TULIS, SETUJU = step("tulis", '"draft"'), step("setuju", '"consent"', 'no = "tulis"')
TAYANG, BUKTI = step("tayang", '"publish"'), step("bukti", '"prove"')


@pytest.mark.parametrize(
    ("steps", "complaint"),
    [
        (
            [TULIS, SETUJU, step("serah", ""), step("tayang", '"publish"', 'no = "serah"'), BUKTI],
            "no leads to 'serah', and from there nobody consents again before 'tayang' publishes: a loop without exit",
        ),
        ([TULIS, SETUJU, step("ubah", '"draft"'), TAYANG, BUKTI], "step 'tayang' publishes what no second person"),
        ([TULIS, SETUJU, step("jawab", '"draft", "publish"'), BUKTI], "step 'jawab' publishes what no second person"),
        ([TULIS, SETUJU, TAYANG, step("lagi", '"publish"'), BUKTI], "step 'lagi': the text was already ordered"),
        ([TULIS, SETUJU, TAYANG, step("ubah", '"draft"'), BUKTI], "step 'ubah': the text was already ordered"),
        ([TULIS, SETUJU, TAYANG, BUKTI, step("bukti2", '"prove"')], "step 'bukti2': an earlier step already proves"),
        ([TULIS, SETUJU, TAYANG, step("balik", "", 'no = "tulis"'), BUKTI], "before which the text was already"),
        ([SETUJU.replace('no = "tulis"', ""), TULIS, TAYANG, BUKTI], "step 'setuju': consent comes before any draft"),
    ],
)
def test_a_procedure_in_which_people_get_stuck_is_refused(steps: list[str], complaint: str) -> None:
    with pytest.raises(BadSopError) as refusal:
        parse("\n".join([HEAD, *steps]), "buntu.toml")
    assert complaint in str(refusal.value)


def test_a_way_back_to_before_a_consent_is_no_trap() -> None:
    steps = [TULIS, step("serah", ""), SETUJU, step("tayang", '"publish"', 'no = "serah"'), BUKTI]
    assert parse("\n".join([HEAD, *steps]), "baik.toml").steps[3].no == "serah"


@pytest.mark.parametrize(
    "text", ["", "key = 'x'", "bukan toml [", GOOD.split("[[step]]", maxsplit=1)[0], "x = " + "[" * 100_000]
)
def test_half_a_file_is_refused(text: str) -> None:
    with pytest.raises(BadSopError, match=r"^setengah\.toml"):
        parse(text, "setengah.toml")


@pytest.mark.parametrize("steps", ["step = 5", "step = ['satu']", "[step]\nkey = 'a'"])
def test_steps_that_are_no_list_of_tables_are_refused(steps: str) -> None:
    above, _steps = GOOD.split("[source]", maxsplit=1)
    source = '[source]\noffice = "KPU"\ndecree = "1"\ndate = "2022-03-04"\n'
    text = f"{above}{steps}\n{source}" if steps.startswith("step") else f"{above}{source}{steps}"
    with pytest.raises(BadSopError, match=r"^setengah\.toml: step: .* is no "):
        parse(text, "setengah.toml")


def test_a_file_of_five_megabytes_or_of_strange_bytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "besar.toml"
    path.write_bytes(b"#" * 5_000_000)
    with pytest.raises(BadSopError, match=r"^besar\.toml: the file is larger than 256 KB"):
        load(path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadSopError, match="not UTF-8"):
        load(path)


def test_an_edited_release_is_noticed_and_the_office_keeps_working(world: World) -> None:
    edited = GOOD.replace("minutes = 10", "minutes = 99")
    with pytest.raises(BadSopError, match="was edited after its release"), world.database.write() as session:
        sops.choose(
            session, world.office_id, SopPurpose.ORDINARY, parse(edited, "x.toml"), edited, by=SIMAK, now=world.now
        )
    case_id = world.report(world.comment())
    assert world.case(case_id).step == "perintah"


def test_a_case_finishes_under_the_version_it_began_with(world: World) -> None:
    case_id = world.report(world.comment())
    newer = GOOD.replace("version = 2", "version = 3").replace(
        'minutes = 15\nrequires = "Draft respon"', 'minutes = 5\nrequires = "Draft respon"'
    )
    with world.database.write() as session:
        sops.choose(
            session, world.office_id, SopPurpose.ORDINARY, parse(newer, "x.toml"), newer, by=SIMAK, now=world.now
        )
    world.act(case_id, "sari", perintah="Jawab.")
    assert (world.case(case_id).step_due_at - world.now).total_seconds() == 15 * 60
    later = world.report(world.comment())
    world.act(later, "sari", perintah="Jawab.")
    assert (world.case(later).step_due_at - world.now).total_seconds() == 5 * 60


def test_an_office_adds_its_own_procedure_as_a_file(tmp_path: Path) -> None:
    own = GOOD.replace('key = "magelang-2022-komentar"', 'key = "arunika-2026-komentar"')
    (tmp_path / "arunika.toml").write_text(own, "utf-8")
    assert {"arunika-2026-komentar", ORDINARY} <= set(sops.shelf(tmp_path))


def test_every_broken_file_is_named_and_hides_no_other(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(GOOD.replace('no = "draf"', 'no = "unggah"'), "utf-8")
    (tmp_path / "b.toml").write_text(GOOD.replace("magelang-2022-komentar", "arunika-2026-komentar"), "utf-8")
    (tmp_path / "c.toml").write_bytes(b"#" * 5_000_000)
    (tmp_path / "d.toml").mkdir()
    shelf = look([sops.SHIPPED, tmp_path])
    assert [fault.split(":")[0] for fault in shelf.faults] == ["a.toml", "c.toml", "d.toml"]
    assert "arunika-2026-komentar" in {sop.key for sop in shelf.newest}
    assert len(shelf.newest) == 15


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('may_decline = ["pimpinan_redaksi", "wapemred"]', "", "may_decline is empty"),
        ('no = "draf"', "", "step 'koreksi': consents without a way back"),
        ("version = 2", "version = 2", "version 2 of 'magelang-2022-komentar' exists twice"),
    ],
)
def test_what_runs_but_should_not_stay_so_is_a_finding(tmp_path: Path, before: str, after: str, fault: str) -> None:
    text = GOOD if before == after else GOOD.replace("magelang-2022-komentar", "arunika").replace(before, after)
    (tmp_path / "lemah.toml").write_text(text, "utf-8")
    [found] = look([sops.SHIPPED, tmp_path]).faults
    assert found.startswith(f"lemah.toml: {fault}")


def test_a_removal_by_one_person_and_a_ratification_without_end_are_findings(tmp_path: Path) -> None:
    for name, before in (("magelang_2022_penghapusan.v1", 'other_than = "perintah"'), ("madiun_2020_mendesak.v2", "")):
        text = (sops.SHIPPED / f"{name}.toml").read_text("utf-8").replace(before or "minutes = 1440", "")
        (tmp_path / f"{name}.toml").write_text(text.replace('key = "ma', 'key = "arunika-ma', 1), "utf-8")
    first, second = look([tmp_path]).faults
    assert "step 'ratifikasi': ratifies without minutes" in first
    assert "step 'teruskan': orders a removal without other_than" in second


def test_the_same_version_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "salinan.toml").write_text(GOOD, "utf-8")
    with pytest.raises(BadSopError, match="exists twice"):
        sops.shelf(tmp_path)
