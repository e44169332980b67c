"""Reader comments and their moderation. The room knows a story by its id alone."""
