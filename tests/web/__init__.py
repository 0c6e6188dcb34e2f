"""The entrance: login, sessions, gate and what they refuse."""
