"""Pure functions that two notebooks share, or that statsmodels and scipy lack: no files, no drawing."""
