"""Where people are told: one sealed address a row, of a person or of a role's mailbox."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import SplitResult, parse_qs, urlsplit

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ingest.seal import Sealer
from responses import chain, people
from responses.errors import NotAllowedError, NotFoundError, RefusedError
from responses.kinds import EventKind, Role
from responses.notices import outbox
from responses.notices.kinds import Channel, NoticeState, TargetState
from responses.notices.models import Notice, NoticeTarget
from responses.notices.rules import Window
from responses.state import SIMAK, Actor, Happened

MAX_URL = 2000
REMOVED = "Tujuan ini sudah dihapus."
_PLAIN = {Channel.MAILTO, Channel.SIGNAL, Channel.JSON, Channel.FORM, Channel.NTFY}
"""Channels that carry a password in the clear unless the other machine is our own."""
_SHOWS_HOST = _PLAIN | {Channel.MAILTOS, Channel.SIGNALS, Channel.JSONS, Channel.FORMS, Channel.NTFYS}
"""Channels whose first part is a machine's name; in the others it is a secret token."""
_FORBIDDEN = ("pgp", "wkd", "attach", "redirect", "retry", "wait", "store")
"""Options that read files of this machine, follow strangers, or keep a worker waiting."""
_UNKNOWN = (
    "Alamat tujuan tidak dikenal. Contoh: mailtos://pengguna:sandi@surel.contoh.go.id?to=dewi@contoh.go.id. "
    f"Yang dapat dipakai: {', '.join(channel.value for channel in Channel)}. "
    "Karakter khusus pada kata sandi ditulis sebagai %XX."
)


class BadTargetError(RefusedError):
    """An address that cannot be used; the sentence says why and never quotes it."""

    code = "bad_target"


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose target it is: a person's, or the mailbox of a role."""

    person_id: int | None = None
    role: Role | None = None


def add(
    session: Session, office_id: int, owner: Owner, url: str, *, sealer: Sealer, by: Actor, now: datetime
) -> NoticeTarget:
    """Seal and keep a new address. Raises BadTargetError, NotAllowedError, or NotFoundError for a stranger."""
    _may_change(by, office_id, owner.person_id)
    if (owner.person_id is None) == (owner.role is None):
        raise BadTargetError("Sebutkan satu pemilik tujuan: orang, atau kotak surat sebuah peran.")
    if owner.person_id is not None and not people.actor(session, owner.person_id, office_id, now=now).authorities:
        raise NotFoundError("Orang itu tidak memegang peran di kantor ini.")
    channel, hint = read_address(url)
    target = NoticeTarget(
        office_id=office_id, person_id=owner.person_id, role=owner.role, channel=channel, hint=hint,
        sealed=sealer.seal(url.strip()), created_at=now,
    )  # fmt: skip
    session.add(target)
    session.flush()
    _record(session, target, "added", by, now)
    return target


def pause(session: Session, target_id: int, *, by: Actor, now: datetime) -> None:
    """Send nothing to a target for now; what waits stays. Raises as ``own``."""
    _set_state(session, target_id, TargetState.PAUSED, by, now)


def resume(session: Session, target_id: int, *, by: Actor, now: datetime) -> None:
    """Send to a paused target again. Raises as ``own``."""
    _set_state(session, target_id, TargetState.ACTIVE, by, now)


def remove(session: Session, target_id: int, *, by: Actor, now: datetime) -> None:
    """Forget an address: its secret is destroyed, what waits for it is dropped. Raises as ``own``."""
    target = _set_state(session, target_id, TargetState.REMOVED, by, now)
    target.sealed = b""
    waiting = update(Notice).where(Notice.target_id == target.id, Notice.state == NoticeState.READY)
    dropped = waiting.values(state=NoticeState.SUPERSEDED, last_error=REMOVED)
    session.execute(dropped, execution_options={"synchronize_session": False})


def set_quiet(session: Session, target_id: int, quiet: Window | None, *, by: Actor, now: datetime) -> None:
    """Choose a target's own quiet hours, or None for the office's. Raises as ``own``."""
    target = own(session, target_id, by=by)
    target.quiet_from, target.quiet_until = (quiet.start, quiet.end) if quiet else (None, None)
    session.flush()
    _record(session, target, "quiet", by, now)


def ask_test(session: Session, target_id: int, *, by: Actor, token: str, now: datetime) -> int:
    """Let the next worker send a test message; ``token`` is fresh. Gives the notice to follow. Raises as ``own``."""
    notice = outbox.new_test(own(session, target_id, by=by), token, now)
    session.add(notice)
    session.flush()
    return notice.id


def own(session: Session, target_id: int, *, by: Actor) -> NoticeTarget:
    """A target this person may use or change, locked. Raises NotFoundError or NotAllowedError."""
    target = session.get(NoticeTarget, target_id, with_for_update=True, populate_existing=True)
    if target is None or target.state is TargetState.REMOVED:
        raise NotFoundError("Tujuan pemberitahuan itu tidak ada.")
    _may_change(by, target.office_id, target.person_id)
    return target


def of_office(session: Session, office_id: int) -> Sequence[NoticeTarget]:
    """Every target of an office that was not removed."""
    kept = select(NoticeTarget).where(NoticeTarget.office_id == office_id, NoticeTarget.state != TargetState.REMOVED)
    return session.scalars(kept.order_by(NoticeTarget.id)).all()


def read_address(url: str) -> tuple[Channel, str]:
    """The channel of an address and a masked hint of it. Raises BadTargetError without quoting the address."""
    given = url.strip()
    if not given or len(given) > MAX_URL or not given.isprintable() or " " in given:
        raise BadTargetError("Alamat tujuan kosong, terlalu panjang, atau memuat spasi.")
    try:
        parts = urlsplit(given)
        channel = Channel(parts.scheme.lower())
        # where a secret stands in place of a machine's name, it may hold a colon and no port behind it
        host, _port = (parts.hostname or "", parts.port) if channel in _SHOWS_HOST else ("", None)
    except ValueError:
        raise BadTargetError(_UNKNOWN) from None
    _check_options(parts)
    if channel in _PLAIN and parts.password and not _is_near(host):
        raise BadTargetError(f"Kata sandi akan terkirim tanpa enkripsi. Pakai {channel.value}s:// untuk alamat ini.")
    return channel, _hint(channel, parts, host)


def _check_options(parts: SplitResult) -> None:
    options = [name.lower().lstrip("+-:") for name in parse_qs(parts.query, keep_blank_values=True)]
    if bad := sorted({name for name in options if name.startswith(_FORBIDDEN)}):
        raise BadTargetError(f"Pilihan {', '.join(bad)} tidak dapat dipakai pada tujuan pemberitahuan.")
    if parts.netloc.count("@") > 1:
        raise BadTargetError("Tanda @ di dalam nama pengguna atau kata sandi ditulis sebagai %40.")


def _is_near(host: str) -> bool:
    """Whether a machine is this one or on a private network."""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return host == "localhost" or "." not in host


def _hint(channel: Channel, parts: SplitResult, host: str) -> str:
    if channel not in _SHOWS_HOST:
        tail = parts.path.rstrip("/").rpartition("/")[2]
        return f"…{tail[-3:]}" if len(tail) > 5 else "…"
    if channel in (Channel.MAILTO, Channel.MAILTOS):
        to = parse_qs(parts.query).get("to", [""])[0] or parts.path.strip("/").split("/")[0]
        name, _at, domain = (to or f"{parts.username or ''}@{host}").rpartition("@")
        return f"{name[:1]}…@{domain}"[:80]
    return host[:80]


def _may_change(by: Actor, office_id: int, person_id: int | None) -> None:
    if by is SIMAK or (by.office_id == office_id and Role.PENGELOLA in by.roles):
        return
    if by.office_id != office_id or person_id is None or by.person_id != person_id:
        raise NotAllowedError(
            f"Tujuan pemberitahuan orang lain dan kotak surat peran hanya diatur oleh {Role.PENGELOLA.label}."
        )


def _set_state(session: Session, target_id: int, state: TargetState, by: Actor, now: datetime) -> NoticeTarget:
    target = own(session, target_id, by=by)
    target.state = state
    session.flush()
    _record(session, target, state.value, by, now)
    return target


def _record(session: Session, target: NoticeTarget, change: str, by: Actor, now: datetime) -> None:
    extra: dict[str, str | int] = {"target_id": target.id, "change": change, "channel": target.channel.value}
    extra |= {"role": target.role.value} if target.role else {"person_id": target.person_id or 0}
    role = str(by.authority_for([Role.PENGELOLA]) or ("Sistem" if by is SIMAK else "Pemilik"))
    chain.append(session, target.office_id, Happened(EventKind.TARGET_CHANGED, now, by, role), extra=extra)
