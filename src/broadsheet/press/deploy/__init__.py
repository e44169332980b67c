"""Configuration for what stands beside or in front of Broadsheet, made from the newsroom's settings.

Headers, content types and addresses come from the page server's own tables, so that a reader gets the same whoever
answers; a test asks each server for every kind of answer and compares.
"""
