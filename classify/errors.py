"""What can be wrong with the parts of the classifier. Light to import: whoever reports errors needs no model."""

from __future__ import annotations


class ClassifierError(Exception):
    """The classifier or one of its parts cannot be used; ``str()`` says which file, why and what to do."""
