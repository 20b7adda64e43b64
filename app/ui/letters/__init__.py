"""Letters to guests: looked at, printed, saved, written as an e-mail; and their texts edited."""
