"""A rule set becomes the sheets that its data are filled into, their JSON Schema, and copies of data with the faults marked."""
