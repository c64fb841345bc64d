"""Which listed names a party's name may be, and with which probability."""
