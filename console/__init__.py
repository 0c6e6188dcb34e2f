"""The top floor: settings, commands, login and screens. Decides no rule of the office."""
