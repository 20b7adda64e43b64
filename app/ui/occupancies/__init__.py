"""The page Belegungen: who has which unit when, entered, changed and taken back."""
