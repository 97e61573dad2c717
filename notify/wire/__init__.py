"""The protocols of services outside: no models, no people, only what goes over the wire."""
