"""What tools exist and how they depend on each other."""
