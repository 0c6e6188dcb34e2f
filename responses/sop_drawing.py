"""A procedure as a drawing: Graphviz DOT text, as the flowchart on paper would show it."""

from __future__ import annotations

import textwrap

from responses.kinds import Effect, Role
from responses.sop import Sop, Step

_WIDTH = 44
"""Characters of a line in a box."""
_HEAD = (
    'rankdir="TB"; graph [fontname="sans-serif", labelloc="t"]; '
    'node [shape="box", style="rounded", fontname="sans-serif", fontsize="11"]; '
    'edge [fontname="sans-serif", fontsize="10"];'
)
_OUT = ('style="dashed"',)
_BACK = (*_OUT, 'constraint="false"')
"""An arrow back does not pull its box above the one it comes from."""


def dot(sop: Sop) -> str:
    """The flow as one DOT digraph; dashed arrows are the ways back and out."""
    lines = [f"digraph {_quoted(sop.key)} {{", f"  {_HEAD}", f"  label={_quoted(_folded(sop.title, 80))};"]
    lines += ['  "(mulai)" [shape="circle", label="mulai"];', '  "(selesai)" [shape="doublecircle", label="selesai"];']
    lines += [_box(number, step) for number, step in enumerate(sop.steps, 1)]
    lines += [_arrow("(mulai)", sop.steps[0].key)]
    lines += [_forward(sop, step) for step in sop.steps]
    lines += [_arrow(step.key, step.no, "tidak", _BACK) for step in sop.steps if step.no is not None]
    return "\n".join([*lines, *_declined(sop), "}"]) + "\n"


def minutes_of(step: Step) -> str:
    """The printed time of a step: ``15 menit``, or that none is printed."""
    return f"{step.minutes} menit" if step.minutes else "tanpa menit"


def roles_of(roles: tuple[Role, ...]) -> str:
    """Roles side by side: ``Pembina / Divisi terkait``."""
    return " / ".join(role.label for role in roles)


def _box(number: int, step: Step) -> str:
    label = "\n".join([_folded(f"{number}. {step.title}", _WIDTH), roles_of(step.roles), minutes_of(step)])
    return f"  {_quoted(step.key)} [label={_quoted(label)}];"


def _forward(sop: Sop, step: Step) -> str:
    following = sop.after(step.key)
    return _arrow(step.key, following.key if following else "(selesai)", "ya" if step.no is not None else "")


def _declined(sop: Sop) -> list[str]:
    """Who may stop the request: arrows from their own steps up to the order to publish, or else from the first."""
    if not sop.may_decline:
        return []
    label = f"ditutup\noleh {roles_of(sop.may_decline)}"
    box = f'  "(ditutup)" [shape="box", style="dashed", label={_quoted(label)}];'
    own = [step for step in _before_the_order(sop) if set(step.roles) & set(sop.may_decline)]
    return [box, *(_arrow(step.key, "(ditutup)", "ditutup", _OUT) for step in own or sop.steps[:1])]


def _before_the_order(sop: Sop) -> list[Step]:
    orders = {Effect.PUBLISH, Effect.REMOVE}
    last = next(index for index, step in enumerate(sop.steps) if orders & set(step.effects))
    return list(sop.steps[: last + 1])


def _arrow(start: str, end: str, label: str = "", dress: tuple[str, ...] = ()) -> str:
    style = [*([f"label={_quoted(label)}"] if label else []), *dress]
    return f"  {_quoted(start)} -> {_quoted(end)}" + (f" [{', '.join(style)}];" if style else ";")


def _folded(text: str, width: int) -> str:
    return "\n".join(textwrap.wrap(" ".join(text.split()), width))


def _quoted(text: str) -> str:
    """A DOT string: quotes and backslashes lose their meaning, a line break is one of the label."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\r", "")
    return '"' + escaped.replace("\n", "\\n") + '"'
