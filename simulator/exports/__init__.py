"""What a dataset is written as; one file per format."""
