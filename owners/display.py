"""How personal data is written for eyes that need only part of it. The words are the ground's."""

from portal.words import group_phone, mask_email, mask_name, mask_phone

__all__ = ["group_phone", "mask_email", "mask_name", "mask_phone"]
