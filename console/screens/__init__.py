"""The screens of the console: thin, they decide no rule; whatever the public wrote is only ever shown as plain text."""
