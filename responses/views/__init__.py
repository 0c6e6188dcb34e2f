"""What screens, commands and reports read: frozen rows, queries that stay fast with a million comments."""
