"""What a course becomes, a folder for each target."""
