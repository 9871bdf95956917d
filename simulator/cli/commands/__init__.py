"""The commands, a file for each thing that people do; thin, so that `toolweft --help` starts fast."""
