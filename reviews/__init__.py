"""How the directory comes to say what it says, and what patients say about it."""
