"""What the buttons of a step are called and what is told afterwards, from what the SOP says the step does."""

from __future__ import annotations

from responses.kinds import Effect, Need
from responses.sop import Step

_BY_NEED = (
    (Need.PERINTAH, "Kirim perintah"),
    (Need.DISPOSISI, "Kirim disposisi"),
    (Need.LAPORAN, "Kirim laporan"),
)
_DONE = (
    (Effect.REMOVE, "perintah penghapusan diteruskan."),
    (Effect.RATIFY, "disahkan."),
    (Effect.CONSENT, "disetujui."),
    (Effect.DRAFT, "naskah dikirim."),
)


def yes_label(step: Step) -> str:
    """What the "yes" of a step is called."""
    effects = set(step.effects)
    if Effect.PUBLISH in effects:
        return _publishing(effects)
    if Effect.REMOVE in effects:
        return "Teruskan perintah penghapusan"
    for effect, label in ((Effect.CONSENT, "Setujui"), (Effect.RATIFY, "Sahkan"), (Effect.DRAFT, "Kirim naskah")):
        if effect in effects:
            return label
    return next((label for need, label in _BY_NEED if need in step.needs), "Teruskan")


def _publishing(effects: set[Effect]) -> str:
    if Effect.DRAFT in effects:
        return "Kirim dan tayangkan"
    return "Setujui dan tayangkan" if Effect.CONSENT in effects else "Perintahkan penayangan"


def done_words(step: Step) -> str:
    """What is told of a case when its step was completed: ``disetujui dan diperintahkan tayang.``"""
    effects = set(step.effects)
    if Effect.PUBLISH in effects:
        begun = (Effect.DRAFT, "jawaban dikirim"), (Effect.CONSENT, "disetujui")
        return " dan ".join([*(words for effect, words in begun if effect in effects), "diperintahkan tayang."])
    return next((words for effect, words in _DONE if effect in effects), f"“{step.title}” selesai.")


def answers_at_once(step: Step) -> bool:
    """Whether a step asks for nothing but a text that is published at once: the urgent answer, ratified later."""
    return {Effect.DRAFT, Effect.PUBLISH} <= set(step.effects) and step.needs == (Need.DRAF,)


def revisable(step: Step) -> bool:
    """Whether the text may be changed while it waits at this step."""
    return bool({Effect.CONSENT, Effect.PUBLISH} & set(step.effects)) and Effect.DRAFT not in step.effects


def agrees(step: Step) -> bool:
    """Whether the "yes" of a step is about a text that stands already."""
    return (
        bool({Effect.CONSENT, Effect.PUBLISH, Effect.RATIFY} & set(step.effects)) and Effect.DRAFT not in step.effects
    )


def guarded(step: Step) -> bool:
    """Whether the guard reads the text that stands before this step is completed."""
    return bool({Effect.CONSENT, Effect.PUBLISH} & set(step.effects)) and Effect.DRAFT not in step.effects
