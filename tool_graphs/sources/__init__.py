"""Where tools come from; one file per origin."""
