"""What a link tells, from the bytes that it sends."""
