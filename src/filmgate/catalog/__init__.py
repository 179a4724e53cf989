"""What can be asked for: the models, how an input is checked, and the order it becomes."""
