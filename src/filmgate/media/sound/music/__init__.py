"""Music beds: harmony by mood, parts by instrument, tones made from nothing."""
