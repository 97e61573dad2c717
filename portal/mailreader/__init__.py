"""Reads mail as people's programs write it. Pure: no Django, no database, nothing that a mail could reach.

    parse.parse(raw)        a ParsedMail of any bytes, raising nothing
    parse.parse_apart(raw)  the same in a process of its own, with limits on time and memory

What is done with a mail afterwards is `portal.mailwire`'s and the mailboxes' business.
"""
