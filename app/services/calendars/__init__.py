"""What links say, read from the database and put into bytes, and which of it is new."""
