"""How likely a comment is spam or uncivil, reckoned on this machine: it may hold a comment back, and does no more."""
