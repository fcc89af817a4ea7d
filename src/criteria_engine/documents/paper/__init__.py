"""Documents as they are printed: pages in PDF."""
