"""What is printed from records."""
