"""What the program notices by itself: that a unit was booked twice."""
