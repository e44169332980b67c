"""The demo newsroom: The Varholm Tidings, a small newspaper of our own writing.

Plain files and the code that reads them; it knows no model. `broadsheet init --demo` makes stories, pictures and
comments of what is read here. Town, people, agency and events are invented.
"""
