"""Where calendars can be reached: the wizard, its card in the settings, where it is offered."""
