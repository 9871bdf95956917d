"""The trace debugger's page: runs, their conversations, and on what grounds each call was made."""
