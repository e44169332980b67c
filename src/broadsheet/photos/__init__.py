"""The photos room: pictures, what they say about themselves, their credit, and the copies that readers get."""
