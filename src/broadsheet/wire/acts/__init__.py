"""What is done with what comes over the wire."""
