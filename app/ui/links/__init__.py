"""The page Integrationen: a link for every unit, who can read it, and who has."""
