"""iCalendar (RFC 5545): the bytes that readers get, and what they read in them."""
