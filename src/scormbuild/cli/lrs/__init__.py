"""The commands `scormbuild lrs …`."""
