"""What every place to reach calendars shows: words, removal, the frame of a page."""
