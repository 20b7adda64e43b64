"""Numbers for Prometheus, told at an address of this computer alone. Off unless the host asks."""
