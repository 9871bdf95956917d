"""What the parts of a reply say: values, facts, labels, deeds and findings."""
