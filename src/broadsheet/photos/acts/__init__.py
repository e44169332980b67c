"""What is done with pictures: one act a file."""
