"""Three texts of one story (the wire's then, ours now, the wire's now) put together by sentence. No Django in here."""
