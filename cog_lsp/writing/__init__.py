"""What cog-lsp writes into a README."""
