from tests.portal.canaries.cage import caged, everybody
from tests.portal.test_routes import world

__all__ = ["caged", "everybody", "world"]
