"""A stranger's attacks on rule files and data files, through the commands as they are run."""
