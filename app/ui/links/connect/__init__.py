"""Portal verbinden: both ways of one portal, set up in one dialog for one unit after another."""
