"""From the running parts to what sending needs, with Apprise loaded only once there is something to send."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from console.runtime import Runtime, utc_now
from responses.notices import deliver, rules, sweep
from responses.notices.deliver import Post
from responses.notices.sender import Sender


@cache
def sender() -> Sender:
    """The one that carries messages. Costs 0.3 s and 40 MB the first time; the console never asks for it."""
    made: Sender = import_module("responses.notices.by_apprise").AppriseSender()
    return made


def post_of(runtime: Runtime) -> Post:
    """What sending needs. Raises BadRulesError."""
    return Post(runtime.database, runtime.sealer, sender, rules.load(), runtime.settings.public_url, utc_now)


def run_once(post: Post) -> tuple[int, int]:
    """Look through the cases and send what is due: cases looked at, messages tried."""
    looked = sweep.sweep(post.database, post.rules, now=post.now())
    return looked, deliver.deliver_due(post)
