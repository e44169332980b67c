"""Rules for the wire and subjects of the agencies at the desk."""
