"""Signing in by WeChat: allauth's provider, speaking to the address that the settings name."""
