"""What plan, list and paper share of occupancies."""
