"""The calendar service: one Zimmerfrei that serves the links of many owners. Beside `server`."""
