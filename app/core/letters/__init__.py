"""Letters to guests: what an owner writes once, and what of it is filled in for each stay."""
