"""One file per platform that can be answered by a program. The twin of ``ingest/sources``."""
