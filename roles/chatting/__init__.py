"""The roles that a chat model plays; each stands beside the offline one of the same seat."""
