"""Long commands that the workbench starts and watches."""
