"""Lists of people that leave the house as a file: with a purpose, an owner, a mark, and an end.

    ask_for_export → (above 200 people, or identity data: decide_export by a second person) → make_export
    → record_download → expire_exports

The file says on its face, on every printed page and in its properties who made it, when and why.
"""
