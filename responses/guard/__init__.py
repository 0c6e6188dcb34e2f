"""The guard on what an office says: a text in, findings out; nothing here reads a database or a clock."""
