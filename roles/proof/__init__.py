"""The proof of a conversation, from its messages, its tools and what is claimed about them."""
