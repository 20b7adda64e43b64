"""Finding one's way in the plan: words, dates, filters, free units."""
