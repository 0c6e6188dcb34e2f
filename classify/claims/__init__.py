"""Claims from outside: one file per format, bytes in, claims and what was refused out; and those Simak brings along."""
