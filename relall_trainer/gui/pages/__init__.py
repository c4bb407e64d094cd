"""One page a module; pages show what they are given and announce what was done, and know no other page."""
