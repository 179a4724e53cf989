"""The nouns and seams everything else is built from; standard library only."""
