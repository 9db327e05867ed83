"""What a person may ask for: to see all that is kept, to have it erased, or taken out of every report."""
