"""The entrance of the console: gate, login, sessions and the ASGI application."""
