"""The index holds copies of what other rooms show: they put in, and take out, with their own rows."""

from owners import rights

rights.exempt("search.SearchEntry", why="a copy: the room that owns the row re-indexes or removes it when it is erased")
rights.exempt("search.SearchSynonym", why="words that mean the same, set up by staff")
