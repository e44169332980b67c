"""The darkroom: where pictures are decoded, in a process of its own with limits on memory and time (criterion I3).

A decoder is a large program in C that is fed by strangers. It runs beside the web process, with none of its secrets in
its environment, and the kernel ends it when it takes too much. `worker` is what runs there, `workshop` the side that
asks, `messages` what they say to one another, `specs` which copies are made. Plain Python: no Django.
"""
