"""Claims on parts of the data folder, for the window."""

from app.storage.engine.claim import Claim

__all__ = ["Claim"]
