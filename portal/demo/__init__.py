"""The demonstration: two estates with a year behind them, made by the real actions under a set clock.

Nobody in it exists. `cast` makes the people, the story modules schedule what they do on a `Timeline`,
`build` runs it, `door` is the page with one card per person.
"""
