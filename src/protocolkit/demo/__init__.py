"""A walk through one case for somebody who has never seen any of this."""
