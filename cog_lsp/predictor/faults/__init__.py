"""Where Python cannot read a file, whatever Cog's generator makes of it."""
