"""What Cog's build makes of it."""
