"""Light, air and lens: what lies over a plate, and how it is coloured and focused."""
