"""The demonstration: embedded everything, a door that signs in with one tap, loopback only."""

from portal.settings.dev import *
from portal.settings.dev import env

DEMO = True
# Nothing leaves the machine: what would have been sent stands in the demo inbox.
WECHAT_GATEWAY = PUSH_GATEWAY = "demo"
DEBUG = env.flag("LINLI_DEBUG", default=False)
DEMO_OPEN_TO_NETWORK = env.flag("LINLI_DEMO_OPEN_TO_NETWORK", default=False)
if DEMO_OPEN_TO_NETWORK:
    ALLOWED_HOSTS = ["*"]
