"""Every sound the bank can make, by theme."""
