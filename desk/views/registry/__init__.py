"""Homes and the people in them."""
