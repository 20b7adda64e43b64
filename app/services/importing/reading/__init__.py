"""Reading a portal's calendar: fetched, judged, and put into the plan."""
