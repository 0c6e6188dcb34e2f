"""Real servers and guards that tests lean on."""
