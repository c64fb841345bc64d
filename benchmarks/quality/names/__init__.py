"""What names mean, measured: ordinary words, classes of misses, keys that agree and keys that collide."""
