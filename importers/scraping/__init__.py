"""Scraped pages to posts: lines, roles, segments, fields. Shared by the two scraped readers; no ORM, no settings.

A page, bare text or HTML, becomes lines (`lines`, `dom`); detectors and the phrase table say what a line could be
(`features`, `phrases`, `dates`); dynamic programming gives every line one state (`roles`, `segments`); feedback is
parsed under several layouts and judged by the page's own checksums (`feedback`, `trackbacks`); `building` makes the
record. Every line belongs to exactly one segment, and what becomes no field becomes a leftover: nothing is lost.
"""
