"""Who takes part in a conversation."""
