"""What is written: nodes, statements, imports, annotations."""
