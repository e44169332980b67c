"""What is done with comments, one act a file. Each checks, changes, records and announces in one transaction."""
