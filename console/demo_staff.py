"""The fictional staff of the demo office and their logins."""

from __future__ import annotations

from dataclasses import dataclass

from console.runtime import Runtime
from console.web.login_page import DemoLogin
from responses.kinds import Role

PASSWORD_FILE = "demo-password.txt"  # noqa: S105 - a file name


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One of the fictional staff."""

    username: str
    name: str
    title: str
    roles: tuple[Role, ...]
    shows: str
    """What his login is good to look at."""


STAFF = (
    DemoPerson(
        "dewi", "Dewi Anggraini", "Staf Parhumas dan SDM",
        (Role.ADMIN_MEDSOS, Role.ADMINISTRATOR, Role.ADMIN_MEDCEN),
        "Admin medsos: memilah antrean, melapor, mengunggah",
    ),
    DemoPerson(
        "raka", "Raka Pratama", "Staf Parhumas dan SDM", (Role.PELAKSANA,),
        "Pelaksana: menyusun draf tanggapan dan konten",
    ),
    DemoPerson(
        "nina", "Nina Kartika", "Staf Teknis dan Hukum", (Role.ANGGOTA_REDAKSI, Role.ADMIN_SUBBAGIAN, Role.PENYAJI),
        "Anggota redaksi: mengolah konten, mengusulkan berkas dan data",
    ),
    DemoPerson(
        "sari", "Sari Wulandari", "Kepala Subbagian Parhumas dan SDM", (Role.PIMPINAN_REDAKSI, Role.KASUBBAG),
        "Pimpinan redaksi: memerintahkan dan menyetujui",
    ),
    DemoPerson(
        "bima", "Bima Santosa", "Kepala Subbagian Teknis dan Hukum", (Role.WAPEMRED, Role.REDAKTUR),
        "Wakil pimpinan redaksi: menyetujui bila pimpinan berhalangan",
    ),
    DemoPerson(
        "hasan", "Hasan Fadhil", "Ketua Divisi Sosdiklih, Parmas, dan SDM", (Role.PEMBINA,),
        "Pembina: menjawab dan mengesahkan keadaan mendesak",
    ),
    DemoPerson(
        "lina", "Lina Marlina", "Ketua Divisi Perencanaan, Data, dan Informasi", (Role.DIVISI_TERKAIT,),
        "Divisi terkait: menyetujui jawaban di bidangnya",
    ),
    DemoPerson(
        "yusuf", "Yusuf Hidayat", "Sekretaris KPU Kabupaten Arunika", (Role.SEKRETARIS, Role.PIMPINAN),
        "Sekretaris: menyeleksi berkas dan data yang diterbitkan",
    ),
    DemoPerson("tono", "Tono Sugiarto", "Operator sistem", (Role.PENGELOLA,), "Pengelola sistem: orang dan peran"),
)  # fmt: skip


def logins(runtime: Runtime) -> tuple[DemoLogin, ...]:
    """The demo logins to show, or none where there is no demo office."""
    try:
        password = (runtime.settings.var / PASSWORD_FILE).read_text("utf-8").strip()
    except FileNotFoundError:
        return ()
    return tuple(DemoLogin(person.shows, person.username, password) for person in STAFF)
