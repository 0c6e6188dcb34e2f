"""Papers of a case: pure content, two renderers (PDF and DOCX), numbers that are never reused, and the issuing of one.

facts (what the record says) -> content (a Paper) -> typeset / word (bytes) -> issuing (number, files, event)
"""
