"""The club desk: applications, members and points, events and their doors."""
