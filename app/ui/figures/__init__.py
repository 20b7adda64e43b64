"""The page Auswertung."""
