"""Prints and exports: a sheet of headed rows goes in, pages come out, to a file or a printer."""
