"""How a user says calls and values in English, and how they are heard again."""
