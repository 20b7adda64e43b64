"""The page Einheiten: properties and their units, in the owner's order."""
